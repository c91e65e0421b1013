import { Module } from '@nestjs/common';
import { ShiftPlanModule } from '../shift-plans/shift-plan.module.js';
import { WorkDayModule } from '../work-days/work-day.module.js';
import { ShiftRates } from './shift-rates.service.js';

@Module({ imports: [ShiftPlanModule, WorkDayModule], providers: [ShiftRates], exports: [ShiftRates] })
export class ShiftRatesModule {}
