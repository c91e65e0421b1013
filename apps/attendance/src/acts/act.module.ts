import { Module } from '@nestjs/common';
import { ActLog } from './act-log.service.js';

@Module({ providers: [ActLog], exports: [ActLog] })
export class ActModule {}
