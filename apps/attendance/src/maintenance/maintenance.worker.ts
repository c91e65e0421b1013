import type { JobAttempt } from '@argus/persistence';
import { Works } from '@argus/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { codeOf } from '../faces/failure.js';
import { type MaintenanceJob, maintenanceQueue } from '../queues.js';
import { MaintenanceFailure } from './tasks/maintenance-failure.js';
import { MaintenanceSteps } from './maintenance-steps.service.js';
import { MaintenanceStore } from './maintenance.store.js';

/** Does maintenance tasks. Each may be done again after a crash: it has the same effect. */
@Injectable()
@Works(maintenanceQueue)
export class MaintenanceWorker {
  private readonly logger = new Logger(MaintenanceWorker.name);

  constructor(
    private readonly store: MaintenanceStore,
    private readonly steps: MaintenanceSteps,
  ) {}

  async run({ runId }: MaintenanceJob, { lastAttempt }: Pick<JobAttempt, 'lastAttempt'>): Promise<void> {
    const begun = await this.store.begin(runId);
    if (!begun) return;
    try {
      await this.store.end(runId, true, await this.steps.of(begun.task).run(begun.parameters));
    } catch (error) {
      const isFinal = error instanceof MaintenanceFailure;
      if (!isFinal && !lastAttempt) throw error;
      this.logger.warn(`Maintenance ${begun.task} failed`, error);
      await this.store.end(runId, false, isFinal ? error.message : `It failed: ${codeOf(error)}.`);
    }
  }
}
