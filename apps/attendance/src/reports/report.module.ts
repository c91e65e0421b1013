import { Module } from '@nestjs/common';
import { PatternService } from './pattern.service.js';
import { PatternStore } from './pattern.store.js';
import { ReportController } from './report.controller.js';

@Module({ controllers: [ReportController], providers: [PatternService, PatternStore] })
export class ReportModule {}
