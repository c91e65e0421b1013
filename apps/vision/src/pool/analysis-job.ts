import { DomainError } from '@argus/contracts';
import type { AnalysisRequest, PhotographAnalysis } from '../analysis/photograph-analysis.js';
import type { LaneName } from './lane.js';
import type { AnalysisReply } from './worker-messages.js';

/** A photograph that waits for a worker or is in flight. */
export class AnalysisJob {
  /** Number of workers that crashed while they analysed it. */
  crashes = 0;
  readonly acceptedAt = performance.now();
  readonly result: Promise<PhotographAnalysis>;
  private resolve!: (analysis: PhotographAnalysis) => void;
  private reject!: (error: Error) => void;

  constructor(
    readonly request: AnalysisRequest,
    /** Epoch milliseconds after which the caller no longer waits. */
    private readonly deadline: number,
    readonly lane: LaneName,
  ) {
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  get expired(): boolean {
    return Date.now() > this.deadline;
  }

  settle(reply: AnalysisReply): void {
    if (reply.ok) this.resolve(reply.analysis);
    else
      this.reject(
        reply.code === null ? new Error(reply.message) : new DomainError(reply.code, reply.details),
      );
  }

  fail(error: Error): void {
    this.reject(error);
  }
}
