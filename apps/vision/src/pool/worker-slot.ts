import { Worker } from 'node:worker_threads';
import type { BackendChoice } from '../backends/backend.js';
import type { ModelFolders } from '../models/model-set.js';
import type { AnalysisJob } from './analysis-job.js';
import type {
  BatchMessage,
  DescribesSoonMessage,
  ReadyMessage,
  WorkerInput,
  WorkerMessage,
} from './worker-messages.js';

export interface SlotOptions {
  readonly backend: BackendChoice;
  readonly modelFolders?: ModelFolders | undefined;
  /** Whether the network that describes faces is loaded at the start. */
  readonly describesSoon: boolean;
  /** Maximum duration of the start, including loading and warming up the models. */
  readonly startTimeoutMs: number;
  /** Maximum duration of a batch. A worker without a reply after it counts as hung. */
  readonly batchTimeoutMs: number;
  /** File that the thread runs. */
  readonly entry: string;
}

export interface SlotEvents {
  ready(slot: WorkerSlot, message: ReadyMessage): void;
  idle(slot: WorkerSlot, durationMs: number, done: readonly AnalysisJob[]): void;
  /** The thread has ended; `jobs` were in flight. */
  lost(slot: WorkerSlot, jobs: readonly AnalysisJob[], reason: string): void;
}

/** One worker thread and its batch in flight. */
export class WorkerSlot {
  readonly threadId: number;
  private readonly worker: Worker;
  private jobs: readonly AnalysisJob[] = [];
  private startedAt = performance.now();
  private started = false;
  private ended = false;
  private timeout: NodeJS.Timeout;

  constructor(
    private readonly options: SlotOptions,
    private readonly events: SlotEvents,
  ) {
    const { backend, modelFolders, describesSoon } = options;
    const input: WorkerInput = { backend, modelFolders, describesSoon };
    this.worker = new Worker(options.entry, { workerData: input });
    this.threadId = this.worker.threadId;
    this.timeout = this.failAfter(options.startTimeoutMs);
    this.worker.on('message', (message: WorkerMessage) => this.receive(message));
    this.worker.on('error', (error) => this.fail(error instanceof Error ? error.message : String(error)));
    this.worker.on('exit', (code) => this.fail(`exit code ${code}`));
  }

  get idle(): boolean {
    return this.started && !this.ended && this.jobs.length === 0;
  }

  get ready(): boolean {
    return this.started && !this.ended;
  }

  run(jobs: readonly AnalysisJob[]): void {
    this.jobs = jobs;
    this.startedAt = performance.now();
    this.timeout = this.failAfter(this.options.batchTimeoutMs);
    const batch: BatchMessage = { requests: jobs.map(({ request }) => request) };
    this.worker.postMessage(batch);
  }

  /** Has the worker load the network that describes faces, before what it is given next. */
  describeSoon(): void {
    const message: DescribesSoonMessage = { describesSoon: true };
    this.worker.postMessage(message);
  }

  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timeout);
    await this.worker.terminate();
  }

  private receive(message: WorkerMessage): void {
    if (this.ended) return;
    clearTimeout(this.timeout);
    if (message.kind === 'failed') this.fail(message.message);
    else if (message.kind === 'ready') {
      this.started = true;
      this.events.ready(this, message);
    } else {
      const jobs = this.jobs;
      this.jobs = [];
      message.replies.forEach((reply, i) => jobs[i]?.settle(reply));
      this.events.idle(this, performance.now() - this.startedAt, jobs);
    }
  }

  private failAfter(timeoutMs: number): NodeJS.Timeout {
    return setTimeout(() => this.fail(`no reply within ${timeoutMs} ms`), timeoutMs).unref();
  }

  private fail(reason: string): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timeout);
    void this.worker.terminate();
    const jobs = this.jobs;
    this.jobs = [];
    this.events.lost(this, jobs, reason);
  }
}
