import { DomainError } from '@argus/contracts';
import { Piscina } from 'piscina';
import { type BodyFormat, readAs } from './body-format.js';
import type { BodyOutcome, BodyTask, BodyThread } from './body.worker.js';

/** A larger text would stall every other request while it is read. */
const MAX_INLINE_BYTES = 256 * 1024;
/* An idle thread costs memory; starting one costs some tens of milliseconds. */
const IDLE_MS = 30_000;

const threadOf = (workerData: BodyThread) =>
  new Piscina<BodyTask, BodyOutcome>({
    filename: new URL('./body.worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    workerData,
  });

/** Reads JSON and urlencoded bodies: small ones at once, large ones on a thread. Those of strangers have one of their own, which comes last. */
export class BodyReader {
  private readonly accounts = threadOf({ yields: false });
  private readonly strangers = threadOf({ yields: true });

  /** Returns the value. The bytes are taken over: the caller must not use them again. Throws MALFORMED_BODY. */
  read(bytes: Buffer, format: BodyFormat, isStranger: boolean): unknown {
    if (bytes.length <= MAX_INLINE_BYTES) return readAs(bytes, format);
    return this.onThread(isStranger ? this.strangers : this.accounts, bytes, format);
  }

  async close(): Promise<void> {
    await Promise.all([this.accounts.destroy(), this.strangers.destroy()]);
  }

  private async onThread(
    thread: Piscina<BodyTask, BodyOutcome>,
    bytes: Buffer,
    format: BodyFormat,
  ): Promise<unknown> {
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
    const outcome = await thread.run(
      { bytes: whole, format },
      { transferList: [whole.buffer as ArrayBuffer] },
    );
    if ('code' in outcome) throw new DomainError(outcome.code, outcome.details);
    return outcome.value;
  }
}
