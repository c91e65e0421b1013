import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ScreenController } from './screen.controller.js';
import { Screen } from './screen.entity.js';
import { ScreenService } from './screen.service.js';
import { ScreenStore } from './screen.store.js';

@Module({
  imports: [Entities.forFeature([Screen])],
  controllers: [ScreenController],
  providers: [ScreenService, ScreenStore],
  exports: [ScreenStore],
})
export class ScreenModule {}
