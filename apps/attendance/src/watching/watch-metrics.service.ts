import { type CounterOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';

export type PictureFate = 'looked_at' | 'judged' | 'unreadable' | 'vision_failed';

/** Counts what becomes of the pictures of watched cameras. */
@Injectable()
export class WatchMetrics {
  private readonly pictures: CounterOf;

  constructor(metrics: Metrics) {
    this.pictures = metrics.counter({
      name: 'argus_camera_pictures_total',
      help: 'Pictures of cameras by what became of them; those that vision judged were looked at before',
      labelNames: ['fate'],
    });
  }

  picture(fate: PictureFate): void {
    this.pictures.add({ fate }, 1);
  }
}
