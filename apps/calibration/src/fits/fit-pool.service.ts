import { type CallContext, DomainError } from '@argus/contracts';
import type { Refusal } from '@argus/gaze-geometry';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import type { Fit, FitTask } from './fit.js';

/* An idle thread costs memory; starting one costs some tens of milliseconds. */
const IDLE_MS = 60_000;
/* Assumed until the first fit was timed. */
const ESTIMATED_FIT_MS = 500;

type FitSettings = Pick<CalibrationSettings, 'CALIBRATION_FIT_THREADS' | 'CALIBRATION_MAX_QUEUED_FITS'>;

/** Fits calibrations on threads, so that the service stays responsive. A limited number of fits may wait. */
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
   * Returns the fit or a refusal. A passed deadline drops a waiting fit and ends the thread of a running one.
   * @throws DomainError UNAVAILABLE with `retryAfterSeconds` if too many fits wait; DEADLINE_EXCEEDED.
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

  /** Finishes accepted fits, then ends the threads. Piscina's own `close` drops fits that wait for a starting thread. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.pending);
    await this.pool.destroy();
  }

  /** Returns the estimated time until all pending fits are done. */
  private waitSeconds(): number {
    const meanMs = this.pool.histogram.runTime.average || ESTIMATED_FIT_MS;
    return Math.max(1, Math.ceil((this.pending.size * meanMs) / this.threads / 1000));
  }
}
