import {
  type CallContext,
  DomainError,
  existing,
  instant,
  isUuid,
  type MaintenanceBody,
  type MaintenanceRun,
  maintenanceStarted,
  type MaintenanceTask,
  maintenanceTasks,
  offsetOf,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Database, Jobs, mapConstraints, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { maintenanceQueue } from '../queues.js';
import { requesterOf } from '../requester.js';
import type { MaintenanceRunRow } from './maintenance-run.entity.js';
import { MaintenanceSteps } from './maintenance-steps.service.js';
import { MaintenanceStore } from './maintenance.store.js';

const isTask = (task: string): task is MaintenanceTask =>
  (maintenanceTasks as readonly string[]).includes(task);

/** Takes maintenance tasks and tells what came of them. */
@Injectable()
export class MaintenanceService {
  constructor(
    private readonly database: Database,
    private readonly store: MaintenanceStore,
    private readonly steps: MaintenanceSteps,
    private readonly jobs: Jobs,
    private readonly outbox: Outbox,
  ) {}

  /** @throws DomainError UNKNOWN_MAINTENANCE_TASK, MAINTENANCE_RUNNING, VALIDATION_FAILED */
  async start({ task, parameters = {} }: MaintenanceBody, context: CallContext): Promise<MaintenanceRun> {
    if (!isTask(task)) throw new DomainError('UNKNOWN_MAINTENANCE_TASK');
    this.steps.of(task).check?.(parameters);
    const requester = requesterOf(context);
    const id = randomUUID();
    await this.database.transaction(async (tx) => {
      await this.store.endLost(tx);
      await mapConstraints({ UQ_maintenance_run_unfinished: 'MAINTENANCE_RUNNING' }, () =>
        this.store.insert(tx, { id, task, parameters, requestedBy: requester.username }),
      );
      await this.jobs.send(tx, maintenanceQueue, { runId: id });
      await this.outbox.append(tx, maintenanceStarted, {
        run_id: id,
        task,
        days_to_keep: parameters.days_to_keep ?? null,
        requested_by: requester.accountId!,
        request_id: context.requestId,
      });
    });
    return viewOf((await this.store.find(id))!);
  }

  async list(query: PageQuery): Promise<Page<MaintenanceRun>> {
    const [rows, count] = await this.store.list(query.page_size, offsetOf(query));
    return existing({ count, results: rows.map(viewOf) }, query);
  }

  /** @throws DomainError MAINTENANCE_NOT_FOUND */
  async get(id: string): Promise<MaintenanceRun> {
    const run = isUuid(id) ? await this.store.find(id) : null;
    if (!run) throw new DomainError('MAINTENANCE_NOT_FOUND');
    return viewOf(run);
  }
}

function viewOf({
  id,
  task,
  parameters,
  requestedBy,
  succeeded,
  message,
  ...run
}: MaintenanceRunRow): MaintenanceRun {
  const running = run.startedAt === null ? 'queued' : 'processing';
  const status = succeeded === null ? running : succeeded ? 'completed' : 'failed';
  return {
    id,
    message: message ?? (status === 'queued' ? 'It waits for its turn.' : 'It is at work.'),
    task,
    parameters,
    status,
    requested_by: requestedBy,
    requested_at: instant(run.requestedAt),
    ended_at: run.endedAt === null ? null : instant(run.endedAt),
  };
}
