import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { AnalysisPool, type PoolEvent } from './analysis-pool.js';

/** The pool of the service. It is made from the settings and starts and stops with the service. */
@Injectable()
export class ServiceAnalysisPool extends AnalysisPool implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(visionSettings.token) settings: VisionSettings) {
    const logger = new Logger(AnalysisPool.name);
    super({
      backend: settings.VISION_BACKEND,
      modelFolders: { weights: settings.MODEL_DIR, gazeModel: settings.GAZE_MODEL_DIR },
      workers: settings.VISION_WORKERS,
      maxQueued: settings.VISION_MAX_QUEUED_PHOTOGRAPHS,
      laneWeights: settings.VISION_LANE_WEIGHTS,
      batchSize: settings.VISION_BATCH_SIZE,
      report: (event) => log(logger, event),
    });
  }

  onModuleInit(): Promise<void> {
    return this.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }
}

function log(logger: Logger, event: PoolEvent): void {
  if (event.kind === 'worker-lost') {
    logger.error(`A worker ended with ${event.jobs} photographs in flight: ${event.reason}`);
  } else {
    const skipped = event.skipped.length > 0 ? ` (skipped ${event.skipped.join('; ')})` : '';
    logger.log(`A worker is ready on ${event.backend}${skipped}`);
  }
}
