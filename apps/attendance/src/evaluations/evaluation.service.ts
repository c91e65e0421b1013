import {
  accuracyContract,
  type AdoptEvaluation,
  type CallContext,
  callerOf,
  DomainError,
  type EvaluationStarted,
  type EvaluationView,
  evaluationAdopted,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Database, Jobs, mapConstraints, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { gallery } from '../gallery.js';
import { evaluationQueue } from '../queues.js';
import { EvaluationStore } from './evaluation.store.js';
import { evaluationView } from './evaluation.view.js';
import type { FaceEvaluation } from './face-evaluation.entity.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Starts evaluations of the enrolled people, and lets their curve decide. */
@Injectable()
export class EvaluationService {
  constructor(
    private readonly database: Database,
    private readonly evaluations: EvaluationStore,
    private readonly jobs: Jobs,
    private readonly outbox: Outbox,
    private readonly rpc: RpcClient,
  ) {}

  /** @throws DomainError EVALUATION_RUNNING */
  async start(requestedBy: number): Promise<EvaluationStarted> {
    const id = randomUUID();
    await this.database.transaction(async (tx) => {
      await this.evaluations.endLost(tx);
      await mapConstraints({ UQ_face_evaluation_running: 'EVALUATION_RUNNING' }, () =>
        this.evaluations.insert(tx, id, requestedBy),
      );
      await this.jobs.send(tx, evaluationQueue, { evaluationId: id });
    });
    return { evaluation_id: id, status: 'queued', message: 'The enrolled people are being compared' };
  }

  /** @throws DomainError EVALUATION_NOT_FOUND */
  async get(id: string): Promise<EvaluationView> {
    return evaluationView(await this.find(id));
  }

  /** @throws DomainError EVALUATION_NOT_FOUND, CURVE_NOT_MEASURED */
  async adopt(id: string, { in_force }: AdoptEvaluation, context: CallContext): Promise<EvaluationView> {
    const evaluation = await this.find(id);
    const curveId = evaluation.result?.gallery.curve_id ?? null;
    if (curveId === null) throw new DomainError('CURVE_NOT_MEASURED');
    const body = { gallery, curve_id: in_force ? curveId : null };
    await this.rpc.call(accuracyContract.operations.adopt, { body });
    await this.database.transaction((tx) =>
      this.outbox.append(tx, evaluationAdopted, {
        evaluation_id: id,
        in_force,
        adopted_by: callerOf(context).accountId,
        request_id: context.requestId,
      }),
    );
    return evaluationView(evaluation);
  }

  private async find(id: string): Promise<FaceEvaluation> {
    const evaluation = UUID.test(id) ? await this.evaluations.find(id) : null;
    if (!evaluation) throw new DomainError('EVALUATION_NOT_FOUND');
    return evaluation;
  }
}
