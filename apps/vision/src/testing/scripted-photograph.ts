import type { AnalysisRequest } from '../analysis/photograph-analysis.js';

export const ANSWER = 0;
export const HOLD = 1;
export const CRASH = 2;
export const CRASH_ONCE = 3;
export const FAIL = 4;

/** A request that tells the scripted worker what to do. */
export class ScriptedPhotograph implements AnalysisRequest {
  readonly maxFaces = 1;
  readonly stages = { descriptor: false, passiveLiveness: false, iris: false };
  readonly photograph: Uint8Array;
  private readonly memory = new Int32Array(new SharedArrayBuffer(4));

  constructor(order: number) {
    this.memory[0] = order;
    this.photograph = new Uint8Array(this.memory.buffer);
  }

  /** Lets the worker that holds this photograph continue. */
  release(): void {
    Atomics.store(this.memory, 0, ANSWER);
    Atomics.notify(this.memory, 0);
  }
}
