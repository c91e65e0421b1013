import { Module } from '@nestjs/common';
import { ShiftRatesModule } from '../working-time/rates/shift-rates.module.js';
import { MobileController } from './mobile.controller.js';
import { OwnDaysStore } from './own-days.store.js';
import { ProfileService } from './profile.service.js';

@Module({
  imports: [ShiftRatesModule],
  controllers: [MobileController],
  providers: [OwnDaysStore, ProfileService],
})
export class MobileModule {}
