import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { WebhookSenderStore } from './webhook-sender.store.js';

/** Forgets messages that no sender repeats any more. */
@Injectable()
export class ReceivedMessageRetention {
  constructor(
    private readonly messages: WebhookSenderStore,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /* A sender that keeps its deliveries as long as we do can replay one until then. */
  @Every(3_600_000, 'forget received messages')
  async sweep(): Promise<void> {
    await this.messages.forgetMessages(2 * this.settings.WEBHOOK_DELIVERY_DAYS);
  }
}
