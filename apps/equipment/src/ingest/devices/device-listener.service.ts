import { readingStream } from '@argus/contracts';
import { DeviceStream } from '@argus/messaging';
import { brokerOf, type PlatformSettings, platformSettings } from '@argus/service-kit';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DeviceIngest } from './device-ingest.service.js';

/* About ten thousand readings. A larger transaction would make others wait and gain nothing. */
const MAX_BATCH_BYTES = 1024 * 1024;

/** Consumes what devices publish by MQTT. Does nothing without a broker. */
@Injectable()
export class DeviceListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(DeviceListener.name);
  private readonly stopping = new AbortController();
  private stream: Promise<DeviceStream> | undefined;

  constructor(
    private readonly ingest: DeviceIngest,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
  ) {}

  onApplicationBootstrap(): void {
    const broker = brokerOf(this.platform);
    if (!broker) return;
    /* Not awaited, so that HTTP is served while the broker is late. */
    this.stream = DeviceStream.consume(
      {
        ...broker,
        signal: this.stopping.signal,
        devices: readingStream,
        batchBytes: MAX_BATCH_BYTES,
        failed: (error) => this.logger.warn('Storing readings of devices failed; trying again', error),
      },
      (messages) => this.ingest.store(messages),
    );
    this.stream.catch((error: unknown) => {
      if (!this.stopping.signal.aborted)
        this.logger.error('Consuming readings of devices failed; devices are not listened to', error);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    const stream = await this.stream?.catch(() => undefined);
    await stream?.stop();
  }
}
