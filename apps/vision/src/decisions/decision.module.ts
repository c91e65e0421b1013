import { Module } from '@nestjs/common';
import { AccuracyModule } from '../accuracy/accuracy.module.js';
import { DecisionPolicy } from './decision-policy.service.js';

@Module({ imports: [AccuracyModule], providers: [DecisionPolicy], exports: [DecisionPolicy] })
export class DecisionModule {}
