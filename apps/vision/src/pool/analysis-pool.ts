import { DomainError } from '@argus/contracts';
import { StartError } from '@argus/service-kit';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { AnalysisRequest, PhotographAnalysis } from '../analysis/photograph-analysis.js';
import type { BackendChoice, BackendName } from '../backends/backend.js';
import type { ModelFolders } from '../models/model-set.js';
import { AnalysisJob } from './analysis-job.js';
import { JobDuration } from './job-duration.js';
import { defaultLaneWeights, type LaneName, type LaneWeights } from './lane.js';
import { Lanes } from './lanes.js';
import { StrangerRest } from './stranger-rest.js';
import type { ReadyMessage } from './worker-messages.js';
import { WorkerSlot, type SlotEvents } from './worker-slot.js';

/** A job fails after it has crashed this many workers. */
const MAX_CRASHES = 2;
const START_TIMEOUT_MS = 60_000;
/** Far above the normal duration: a photograph takes well under a second. */
const BATCH_TIMEOUT_MS = 30_000;
/** Pause before a failed worker start is retried, multiplied by the number of failures in a row. */
const RESTART_PAUSE_MS = 1000;
const MAX_RESTART_PAUSE_MS = 30_000;
/** Strangers wait no longer for their turn, and end in time to be told when to come again. */
const MAX_STRANGER_WAIT_MS = 10_000;
const ANSWER_MS = 1000;

export interface PoolOptions {
  readonly backend: BackendChoice;
  readonly modelFolders?: ModelFolders | undefined;
  /** 0 means one on a GPU, otherwise one fewer than the cores. */
  readonly workers: number;
  /** Photographs that may wait in a lane, in that of strangers half as many. More are refused. */
  readonly maxQueued: number;
  readonly laneWeights?: LaneWeights | undefined;
  /** Maximum number of photographs that a worker takes at once. */
  readonly batchSize: number;
  readonly report?: (event: PoolEvent) => void;
  readonly strangerWaitMs?: number;
  readonly startTimeoutMs?: number;
  readonly batchTimeoutMs?: number;
  /** File that the workers run. Tests of the pool give their own. */
  readonly workerEntry?: string;
}

export type PoolEvent =
  | { readonly kind: 'worker-ready'; readonly backend: BackendName; readonly skipped: readonly string[] }
  | { readonly kind: 'worker-lost'; readonly reason: string; readonly jobs: number }
  /** A photograph waited, then was analysed in a batch. */
  | {
      readonly kind: 'analysed';
      readonly lane: LaneName;
      readonly waitedMs: number;
      readonly batchMs: number;
    };

/** Worker threads that analyse photographs behind bounded lanes. Each has its own models. */
export class AnalysisPool {
  private readonly slots = new Set<WorkerSlot>();
  private readonly lanes: Lanes;
  private readonly rest: StrangerRest;
  private readonly duration = new JobDuration();
  private readonly events: SlotEvents;
  private running: ReadyMessage | undefined;
  private failedStarts = 0;
  private restart: NodeJS.Timeout | undefined;
  private rested: NodeJS.Timeout | undefined;
  private stopping = false;
  private describesSoon = false;
  private drained: (() => void) | undefined;
  private firstReady: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(private readonly options: PoolOptions) {
    const weights = options.laneWeights ?? defaultLaneWeights;
    this.lanes = new Lanes(weights);
    /* As if frames of an account waited. */
    this.rest = new StrangerRest(weights.frames / weights.anonymous);
    this.events = {
      ready: (_slot, message) => this.workerReady(message),
      idle: (slot, durationMs, jobs) => {
        this.duration.observe(durationMs);
        this.reportAnalysed(jobs, durationMs);
        if (jobs[0]?.lane === 'anonymous') this.rest.begin(slot, durationMs);
        this.dispatch();
      },
      lost: (slot, jobs, reason) => this.workerLost(slot, jobs, reason),
    };
  }

  /** Resolves when the first worker is ready; the others follow. Throws if it cannot start. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.firstReady = { resolve, reject };
      this.addWorker();
    });
  }

  /** Has every worker load the network that describes faces, which otherwise waits for the first face. */
  describeSoon(): void {
    if (this.describesSoon) return;
    this.describesSoon = true;
    for (const slot of this.slots) slot.describeSoon();
  }

  get backend(): string {
    return this.running?.backend ?? 'none';
  }

  /** Name and version of the gaze model. */
  get gazeModel(): string {
    return this.running?.gazeModel ?? 'none';
  }

  /** Number of ready workers. */
  get workers(): number {
    return [...this.slots].filter(({ ready }) => ready).length;
  }

  get queued(): number {
    return this.lanes.size;
  }

  waitingIn(lane: LaneName): number {
    return this.lanes.waitingIn(lane);
  }

  /**
   * Analyses a photograph.
   * @param deadline epoch milliseconds after which the caller no longer waits.
   * @param lane says whose turn it takes.
   * @param signal withdraws a photograph that waits.
   * Throws DomainError UNAVAILABLE with `retryAfterSeconds` if the lane is full, a stranger waits too long or the pool stops.
   * Throws DEADLINE_EXCEEDED if the deadline passed in the queue, or the code of an image that cannot be decoded.
   */
  analyse(
    request: AnalysisRequest,
    deadline = Infinity,
    lane: LaneName = 'recognition',
    signal?: AbortSignal,
  ): Promise<PhotographAnalysis> {
    if (this.stopping || this.lanes.waitingIn(lane) >= this.roomOf(lane)) return Promise.reject(this.busy());
    const job = new AnalysisJob(request, deadline, lane);
    if (lane !== 'anonymous') this.rest.accountCame();
    this.lanes.push(job);
    signal?.addEventListener('abort', () => this.withdraw(job), { once: true });
    this.dispatch();
    return lane === 'anonymous' ? this.withPatience(job, deadline) : job.result;
  }

  /** Refuses new photographs, finishes the accepted ones, then ends the threads. Fails those for which there is no thread. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restart);
    this.dispatch();
    if (!this.empty && this.slots.size > 0) await new Promise<void>((resolve) => (this.drained = resolve));
    for (const job of this.lanes.clear()) job.fail(new DomainError('UNAVAILABLE'));
    await Promise.all([...this.slots].map((slot) => slot.stop()));
    this.slots.clear();
  }

  private reportAnalysed(jobs: readonly AnalysisJob[], batchMs: number): void {
    const startedAt = performance.now() - batchMs;
    for (const { lane, acceptedAt } of jobs)
      this.options.report?.({
        kind: 'analysed',
        lane,
        waitedMs: Math.max(startedAt - acceptedAt, 0),
        batchMs,
      });
  }

  private busy(): DomainError {
    const retryAfterSeconds = this.duration.waitSeconds(this.lanes.size, this.slots.size);
    return new DomainError('UNAVAILABLE', { retryAfterSeconds });
  }

  private withdraw(job: AnalysisJob): void {
    if (this.lanes.remove(job)) job.fail(this.busy());
    if (this.empty) this.drained?.();
  }

  private async withPatience(job: AnalysisJob, deadline: number): Promise<PhotographAnalysis> {
    const { strangerWaitMs = MAX_STRANGER_WAIT_MS } = this.options;
    const waitMs = Math.min(strangerWaitMs, deadline - Date.now() - ANSWER_MS);
    const timer = setTimeout(() => this.withdraw(job), Math.max(waitMs, 0));
    try {
      return await job.result;
    } finally {
      clearTimeout(timer);
    }
  }

  private get empty(): boolean {
    return this.lanes.size === 0 && [...this.slots].every(({ idle, ready }) => idle || !ready);
  }

  private addWorker(): void {
    const { backend, modelFolders, startTimeoutMs = START_TIMEOUT_MS } = this.options;
    const { batchTimeoutMs = BATCH_TIMEOUT_MS } = this.options;
    const entry = this.options.workerEntry ?? fileURLToPath(new URL('./analysis.worker.js', import.meta.url));
    const { describesSoon } = this;
    const options = { backend, modelFolders, describesSoon, startTimeoutMs, batchTimeoutMs, entry };
    this.slots.add(new WorkerSlot(options, this.events));
  }

  private get wantedWorkers(): number {
    if (this.options.workers > 0) return this.options.workers;
    return this.running?.accelerated ? 1 : Math.max(1, availableParallelism() - 1);
  }

  private workerReady(message: ReadyMessage): void {
    this.running = message;
    this.failedStarts = 0;
    this.options.report?.({ kind: 'worker-ready', backend: message.backend, skipped: message.skipped });
    this.firstReady?.resolve();
    this.firstReady = undefined;
    while (!this.stopping && this.slots.size < this.wantedWorkers) this.addWorker();
    this.dispatch();
  }

  private workerLost(slot: WorkerSlot, jobs: readonly AnalysisJob[], reason: string): void {
    this.slots.delete(slot);
    if (this.firstReady) {
      this.firstReady.reject(new StartError(`Vision could not start: ${reason}`));
      this.firstReady = undefined;
      return;
    }
    this.options.report?.({ kind: 'worker-lost', reason, jobs: jobs.length });
    for (const job of [...jobs].reverse()) {
      job.crashes++;
      if (job.crashes < MAX_CRASHES) this.lanes.unshift(job);
      else job.fail(new Error(`The photograph crashed ${job.crashes} workers: ${reason}`));
    }
    this.replaceWorker();
    this.dispatch();
  }

  private replaceWorker(): void {
    this.failedStarts++;
    if (this.stopping && this.lanes.size === 0) return;
    if (this.failedStarts === 1) return this.addWorker();
    if (this.stopping) return this.drained?.();
    const pauseMs = Math.min(RESTART_PAUSE_MS * this.failedStarts, MAX_RESTART_PAUSE_MS);
    // Referenced: without it a process with waiting photographs could end, since no thread may be left.
    clearTimeout(this.restart);
    this.restart = setTimeout(() => {
      while (this.slots.size < this.wantedWorkers) this.addWorker();
    }, pauseMs);
  }

  private dispatch(): void {
    clearTimeout(this.rested);
    let restMs = Infinity;
    for (const slot of this.slots) {
      if (!slot.idle) continue;
      const leftMs = this.isCrowded ? this.rest.leftMs(slot) : 0;
      const batch = this.nextBatch(leftMs > 0 ? 'anonymous' : undefined);
      if (batch.length > 0) slot.run(batch);
      else if (leftMs > 0) restMs = Math.min(restMs, leftMs);
    }
    if (restMs < Infinity) this.rested = setTimeout(() => this.dispatch(), restMs);
    if (this.empty) this.drained?.();
  }

  /** Whether so many strangers wait that the lane is half full. Few, such as one who calibrates, never meet a rest. */
  private get isCrowded(): boolean {
    return !this.stopping && this.lanes.waitingIn('anonymous') >= this.roomOf('anonymous') / 2;
  }

  private roomOf(lane: LaneName): number {
    const { maxQueued } = this.options;
    return lane === 'anonymous' ? Math.ceil(maxQueued / 2) : maxQueued;
  }

  /** Returns one worker's share of the next lane. A job that has crashed a worker gets a batch of its own. */
  private nextBatch(without?: LaneName): AnalysisJob[] {
    for (let lane = this.lanes.next(without); lane !== undefined; lane = this.lanes.next(without)) {
      const queue = this.lanes.queueOf(lane);
      if (queue[0]!.expired) {
        this.lanes.drop(lane)!.fail(new DomainError('DEADLINE_EXCEEDED'));
        continue;
      }
      const share = Math.ceil(queue.length / Math.max(this.slots.size, 1));
      const suspicious = queue.findIndex(({ crashes }) => crashes > 0);
      const limit = suspicious === 0 ? 1 : suspicious > 0 ? suspicious : Infinity;
      /* Others wait for no more than one photograph of a stranger. */
      const most = lane === 'anonymous' ? 1 : this.options.batchSize;
      return this.lanes.take(lane, Math.min(share, limit, most));
    }
    return [];
  }
}
