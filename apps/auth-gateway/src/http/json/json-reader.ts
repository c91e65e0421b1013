import { DomainError, type JsonBounds, readJsonBody } from '@argus/contracts';
import { Piscina } from 'piscina';
import type { JsonOutcome, JsonTask, JsonThread } from './json.worker.js';

/** A larger text would stall every other request while it is read. */
const MAX_INLINE_BYTES = 256 * 1024;
/* An idle thread costs memory; starting one costs some tens of milliseconds. */
const IDLE_MS = 30_000;

const threadOf = (workerData: JsonThread) =>
  new Piscina<JsonTask, JsonOutcome>({
    filename: new URL('./json.worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    workerData,
  });

/** Reads JSON bodies: small ones at once, large ones on a thread. Those of strangers have one of their own, which comes last. */
export class JsonReader {
  private readonly accounts = threadOf({ yields: false });
  private readonly strangers = threadOf({ yields: true });

  /** Returns the value. The bytes are taken over: the caller must not use them again. Throws MALFORMED_BODY. */
  read(bytes: Buffer, bounds: JsonBounds | undefined, isStranger: boolean): unknown {
    if (bytes.length <= MAX_INLINE_BYTES) return readJsonBody(bytes, bounds);
    return this.onThread(isStranger ? this.strangers : this.accounts, bytes, bounds);
  }

  async close(): Promise<void> {
    await Promise.all([this.accounts.destroy(), this.strangers.destroy()]);
  }

  private async onThread(
    thread: Piscina<JsonTask, JsonOutcome>,
    bytes: Buffer,
    bounds: JsonBounds | undefined,
  ): Promise<unknown> {
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
    const outcome = await thread.run(
      { bytes: whole, bounds },
      { transferList: [whole.buffer as ArrayBuffer] },
    );
    if ('code' in outcome) throw new DomainError(outcome.code, outcome.details);
    return outcome.value;
  }
}
