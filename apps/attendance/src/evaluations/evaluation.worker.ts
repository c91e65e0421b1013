import { accuracyContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import type { JobAttempt } from '@argus/persistence';
import { Works } from '@argus/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { codeOf } from '../faces/failure.js';
import { gallery } from '../gallery.js';
import { type EvaluationJob, evaluationQueue } from '../queues.js';
import { EvaluationStore } from './evaluation.store.js';

/** Has vision compare the enrolled people, and adds the scores of attempts that are still kept. */
@Injectable()
@Works(evaluationQueue)
export class EvaluationWorker {
  private readonly logger = new Logger(EvaluationWorker.name);

  constructor(
    private readonly evaluations: EvaluationStore,
    private readonly rpc: RpcClient,
  ) {}

  async run(
    { evaluationId }: EvaluationJob,
    { lastAttempt }: Pick<JobAttempt, 'lastAttempt'>,
  ): Promise<void> {
    try {
      const body = { gallery, groups: await this.evaluations.groups() };
      const evaluated = await this.rpc.call(accuracyContract.operations.evaluate, { body });
      const attempts = await this.evaluations.attempts();
      await this.evaluations.end(evaluationId, { result: { gallery: evaluated, attempts } });
    } catch (error) {
      if (!lastAttempt) throw error;
      this.logger.warn(`Evaluation ${evaluationId} failed`, error);
      await this.evaluations.end(evaluationId, { errorCode: codeOf(error) });
    }
  }
}
