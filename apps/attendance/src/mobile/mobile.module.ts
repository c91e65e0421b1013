import { Module } from '@nestjs/common';
import { MobileController } from './mobile.controller.js';
import { OwnDaysStore } from './own-days.store.js';
import { ProfileService } from './profile.service.js';

@Module({ controllers: [MobileController], providers: [OwnDaysStore, ProfileService] })
export class MobileModule {}
