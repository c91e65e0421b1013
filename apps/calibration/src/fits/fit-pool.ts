import { type CallContext, DomainError } from '@argus/contracts';
import type { Refusal } from '@argus/gaze-geometry';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import type { Fit, FitTask } from './fit.js';

/* An idle thread costs memory, a new one some tens of milliseconds. */
const IDLE_MS = 60_000;
/* Only until the first fit was timed. */
const USUAL_FIT_MS = 500;

type FitSettings = Pick<CalibrationSettings, 'CALIBRATION_FIT_THREADS' | 'CALIBRATION_MAX_QUEUED_FITS'>;

/** Threads that fit calibrations, so that the service answers others meanwhile; so many wait for their turn and no more. */
@Injectable()
export class FitPool implements OnApplicationShutdown {
  private readonly threads: number;
  private readonly maxQueued: number;
  private readonly pool: Piscina<FitTask, Fit | Refusal>;
  /** Fits that wait or run. */
  private readonly pending = new Set<Promise<Fit | Refusal>>();

  constructor(@Inject(calibrationSettings.token) settings: FitSettings) {
    this.threads = settings.CALIBRATION_FIT_THREADS || Math.max(1, availableParallelism() - 1);
    this.maxQueued = settings.CALIBRATION_MAX_QUEUED_FITS;
    this.pool = new Piscina({
      filename: new URL('./fit.worker.js', import.meta.url).href,
      minThreads: 0,
      maxThreads: this.threads,
      idleTimeout: IDLE_MS,
    });
  }

  /**
   * @throws DomainError UNAVAILABLE with `retryAfterSeconds` when too many wait, DEADLINE_EXCEEDED when the answer would
   * come too late: a fit that still waits is dropped then, one that runs ends with its thread.
   */
  async fit(task: FitTask, { deadline }: Pick<CallContext, 'deadline'>): Promise<Fit | Refusal> {
    if (this.pending.size >= this.threads + this.maxQueued)
      throw new DomainError('UNAVAILABLE', { retryAfterSeconds: this.waitSeconds() });
    const signal = AbortSignal.timeout(Math.max(deadline - Date.now(), 0));
    const running = this.pool.run(task, { signal });
    this.pending.add(running);
    try {
      return await running;
    } catch (error) {
      throw signal.aborted ? new DomainError('DEADLINE_EXCEEDED') : error;
    } finally {
      this.pending.delete(running);
    }
  }

  /** Finishes what was accepted, then ends the threads (piscina's own `close` drops what waits for a thread to start). */
  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.pending);
    await this.pool.destroy();
  }

  /** Until those that wait have had their turn. */
  private waitSeconds(): number {
    const meanMs = this.pool.histogram.runTime.average || USUAL_FIT_MS;
    return Math.max(1, Math.ceil((this.pending.size * meanMs) / this.threads / 1000));
  }
}
