import { Worker } from 'node:worker_threads';
import type { BackendChoice } from '../backends/backend.js';
import type { AnalysisJob } from './analysis-job.js';
import type { BatchMessage, ReadyMessage, WorkerInput, WorkerMessage } from './worker-messages.js';

export interface SlotOptions {
  readonly backend: BackendChoice;
  readonly gazeModelFolder?: string | undefined;
  /** Longest start, models loaded and warm. */
  readonly startTimeoutMs: number;
  /** Longest batch; a worker that is silent for longer hangs. */
  readonly batchTimeoutMs: number;
  /** File that the thread runs. */
  readonly entry: string;
}

export interface SlotEvents {
  ready(slot: WorkerSlot, message: ReadyMessage): void;
  idle(slot: WorkerSlot, durationMs: number): void;
  /** The thread is gone, with the jobs that it held. */
  lost(slot: WorkerSlot, jobs: readonly AnalysisJob[], reason: string): void;
}

/** One worker thread and the batch that it works on. */
export class WorkerSlot {
  readonly threadId: number;
  private readonly worker: Worker;
  private jobs: readonly AnalysisJob[] = [];
  private startedAt = performance.now();
  private started = false;
  private gone = false;
  private alarm: NodeJS.Timeout;

  constructor(
    private readonly options: SlotOptions,
    private readonly events: SlotEvents,
  ) {
    const { backend, gazeModelFolder } = options;
    const input: WorkerInput = { backend, gazeModelFolder };
    this.worker = new Worker(options.entry, { workerData: input });
    this.threadId = this.worker.threadId;
    this.alarm = this.armed(options.startTimeoutMs);
    this.worker.on('message', (message: WorkerMessage) => this.receive(message));
    this.worker.on('error', (error) => this.lose(error instanceof Error ? error.message : String(error)));
    this.worker.on('exit', (code) => this.lose(`exit code ${code}`));
  }

  get idle(): boolean {
    return this.started && !this.gone && this.jobs.length === 0;
  }

  get ready(): boolean {
    return this.started && !this.gone;
  }

  run(jobs: readonly AnalysisJob[]): void {
    this.jobs = jobs;
    this.startedAt = performance.now();
    this.alarm = this.armed(this.options.batchTimeoutMs);
    const batch: BatchMessage = { requests: jobs.map(({ request }) => request) };
    this.worker.postMessage(batch);
  }

  async stop(): Promise<void> {
    this.gone = true;
    clearTimeout(this.alarm);
    await this.worker.terminate();
  }

  private receive(message: WorkerMessage): void {
    if (this.gone) return;
    clearTimeout(this.alarm);
    if (message.kind === 'failed') this.lose(message.message);
    else if (message.kind === 'ready') {
      this.started = true;
      this.events.ready(this, message);
    } else {
      const jobs = this.jobs;
      this.jobs = [];
      message.replies.forEach((reply, i) => jobs[i]?.settle(reply));
      this.events.idle(this, performance.now() - this.startedAt);
    }
  }

  private armed(timeoutMs: number): NodeJS.Timeout {
    return setTimeout(() => this.lose(`no answer within ${timeoutMs} ms`), timeoutMs).unref();
  }

  private lose(reason: string): void {
    if (this.gone) return;
    this.gone = true;
    clearTimeout(this.alarm);
    void this.worker.terminate();
    const jobs = this.jobs;
    this.jobs = [];
    this.events.lost(this, jobs, reason);
  }
}
