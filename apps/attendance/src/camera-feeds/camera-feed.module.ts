import { OutgoingClient, OutgoingPolicy } from '@argus/outgoing';
import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { CameraModule } from '../cameras/camera.module.js';
import { CameraFeeds } from './camera-feeds.service.js';

const client = {
  provide: OutgoingClient,
  inject: [OutgoingPolicy],
  useFactory: (policy: OutgoingPolicy) => new OutgoingClient(policy, ['http:', 'https:']),
};

@Module({ imports: [CameraModule], providers: [client, CameraFeeds], exports: [CameraFeeds] })
export class CameraFeedModule implements OnApplicationShutdown {
  constructor(private readonly outgoing: OutgoingClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.outgoing.close();
  }
}
