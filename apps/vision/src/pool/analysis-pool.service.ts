import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { AnalysisPool } from './analysis-pool.js';
import { poolLog } from './pool-log.js';

/** The pool of the service. It is made from the settings and starts and stops with the service. */
@Injectable()
export class ServiceAnalysisPool extends AnalysisPool implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(visionSettings.token) settings: VisionSettings) {
    super({
      backend: settings.VISION_BACKEND,
      modelFolders: { weights: settings.MODEL_DIR, gazeModel: settings.GAZE_MODEL_DIR },
      workers: settings.VISION_WORKERS,
      maxQueued: settings.VISION_MAX_QUEUED_PHOTOGRAPHS,
      laneWeights: settings.VISION_LANE_WEIGHTS,
      batchSize: settings.VISION_BATCH_SIZE,
      report: poolLog(new Logger(AnalysisPool.name)),
    });
  }

  onModuleInit(): Promise<void> {
    return this.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }
}
