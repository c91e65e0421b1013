import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ActModule } from '../acts/act.module.js';
import { AttendanceLogModule } from '../logs/attendance-log.module.js';
import { PersonModule } from '../people/person.module.js';
import { MessageReceiver } from './message-receiver.service.js';
import { ReceivedMessageRetention } from './received-message-retention.clock.js';
import { ReceivedMessageRow } from './received-message.entity.js';
import { WebhookSenderController } from './webhook-sender.controller.js';
import { WebhookSenderRow } from './webhook-sender.entity.js';
import { WebhookSenders } from './webhook-sender.service.js';
import { WebhookSenderStore } from './webhook-sender.store.js';

@Module({
  imports: [
    ActModule,
    AttendanceLogModule,
    Entities.forFeature([ReceivedMessageRow, WebhookSenderRow]),
    PersonModule,
  ],
  controllers: [WebhookSenderController],
  providers: [MessageReceiver, ReceivedMessageRetention, WebhookSenders, WebhookSenderStore],
})
export class WebhookSenderModule {}
