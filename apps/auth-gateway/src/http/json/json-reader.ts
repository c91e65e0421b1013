import { DomainError, type JsonBounds, readJsonBody } from '@argus/contracts';
import { Piscina } from 'piscina';
import type { JsonOutcome, JsonTask } from './json.worker.js';

/** A larger text would stall every other request while it is read. */
const MAX_INLINE_BYTES = 256 * 1024;
/* An idle thread costs memory; starting one costs some tens of milliseconds. */
const IDLE_MS = 30_000;

/** Reads JSON bodies: small ones at once, large ones on a thread. */
export class JsonReader {
  private readonly pool = new Piscina<JsonTask, JsonOutcome>({
    filename: new URL('./json.worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
  });

  /** Returns the value. The bytes are taken over: the caller must not use them again. Throws MALFORMED_BODY. */
  read(bytes: Buffer, bounds?: JsonBounds): unknown {
    return bytes.length <= MAX_INLINE_BYTES ? readJsonBody(bytes, bounds) : this.onThread(bytes, bounds);
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private async onThread(bytes: Buffer, bounds: JsonBounds | undefined): Promise<unknown> {
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
    const outcome = await this.pool.run(
      { bytes: whole, bounds },
      { transferList: [whole.buffer as ArrayBuffer] },
    );
    if ('code' in outcome) throw new DomainError(outcome.code, outcome.details);
    return outcome.value;
  }
}
