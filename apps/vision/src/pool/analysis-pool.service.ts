import { Metrics } from '@argus/service-kit';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { AnalysisPool, type PoolEvent } from './analysis-pool.js';
import { poolLog } from './pool-log.js';
import { poolMetrics } from './pool-metrics.js';

/** The pool of the service. It is made from the settings and starts and stops with the service. */
@Injectable()
export class ServiceAnalysisPool extends AnalysisPool implements OnModuleInit, OnApplicationShutdown {
  private readonly measure: (event: PoolEvent) => void;

  constructor(@Inject(visionSettings.token) settings: VisionSettings, metrics: Metrics) {
    const log = poolLog(new Logger(AnalysisPool.name));
    super({
      backend: settings.VISION_BACKEND,
      modelFolders: { weights: settings.MODEL_DIR, gazeModel: settings.GAZE_MODEL_DIR },
      workers: settings.VISION_WORKERS,
      maxQueued: settings.VISION_MAX_QUEUED_PHOTOGRAPHS,
      laneWeights: settings.VISION_LANE_WEIGHTS,
      batchSize: settings.VISION_BATCH_SIZE,
      report: (event) => {
        log(event);
        this.measure(event);
      },
    });
    this.measure = poolMetrics(metrics, (lane) => this.waitingIn(lane));
  }

  onModuleInit(): Promise<void> {
    return this.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }
}
