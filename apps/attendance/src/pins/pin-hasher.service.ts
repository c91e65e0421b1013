import { addressPrefix } from '@argus/contracts';
import { FairQueue, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { randomInt } from 'node:crypto';

/** OWASP's second setting for argon2id. Memory in KiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Hashes PINs. A million guesses are a night's work for whoever has the hash, so it needs a pepper, too: derived from the key of the
 * service, which only the installation's key outside the database unwraps.
 */
@Injectable()
export class PinHasher {
  readonly #pepper: Uint8Array;
  readonly #queue = new FairQueue({ concurrency: 2, waiting: 64, waitMs: 2000 });
  #decoy: Promise<string> | undefined;

  constructor(sealer: Sealer) {
    this.#pepper = sealer.mac(new Uint8Array(), 'pin-pepper');
  }

  /** @throws DomainError UNAVAILABLE if too many hashes are asked for at once */
  hash(pin: string, address?: string): Promise<string> {
    return this.#run(address, () => hash(pin, { ...cost, secret: this.#pepper }));
  }

  /** Without a hash it returns false after the same work, so that the time does not tell who has a PIN. @throws DomainError UNAVAILABLE */
  async fits(pinHash: string | undefined, pin: string, address?: string): Promise<boolean> {
    this.#decoy ??= this.hash(String(randomInt(1_000_000)));
    const expected = pinHash ?? (await this.#decoy);
    const fits = await this.#run(address, () => verify(expected, pin, { secret: this.#pepper }));
    return fits && pinHash !== undefined;
  }

  #run<T>(address: string | undefined, work: () => Promise<T>): Promise<T> {
    return this.#queue.run(addressPrefix(address), work);
  }
}
