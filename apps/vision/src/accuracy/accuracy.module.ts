import { Module } from '@nestjs/common';
import { CurvesInForce } from './curves-in-force.service.js';

@Module({ providers: [CurvesInForce], exports: [CurvesInForce] })
export class AccuracyModule {}
