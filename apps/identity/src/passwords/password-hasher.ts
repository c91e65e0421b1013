import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Metrics } from '@argus/service-kit';
import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { HashQueue } from './hash-queue.js';

/** OWASP's second setting for argon2id (the algorithm that the library takes unless told otherwise). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** No password is longer, in UTF-8; the cost of reading a longer one would be the client's to choose. */
export const maxPasswordBytes = 1024;

const tooLong = (password: string): boolean => Buffer.byteLength(password) > maxPasswordBytes;

/** Makes and checks password hashes (PHC strings), a bounded number at a time. */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  readonly #queue: HashQueue;
  #decoy: Promise<string> | undefined;

  /** Without metrics for an operator's command, which nobody scrapes. */
  constructor(@Optional() metrics?: Metrics) {
    const waits = metrics?.histogram({
      name: 'argus_argon2_queue_wait_seconds',
      help: 'How long a password hash waited for its turn; a refused one is not among them',
      buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2],
    });
    this.#queue = new HashQueue(
      { concurrency: availableParallelism(), waiting: 64, waitMs: 2000 },
      (waitedMs) => waits?.observe({}, waitedMs / 1000),
    );
  }

  /** Makes the decoy before the first miss needs it, which would otherwise take twice the time. */
  async onModuleInit(): Promise<void> {
    await this.#decoyHash();
  }

  /** @throws DomainError UNAVAILABLE when too many hashes are wanted at once. */
  hash(password: string): Promise<string> {
    return this.#queue.run(() => hash(password, cost));
  }

  /**
   * Whether the password fits the hash. Without a hash (no such account) the answer is false after the same work, so
   * that neither the answer nor the time it takes tells whether an account exists.
   * @throws DomainError UNAVAILABLE when too many hashes are wanted at once.
   */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const expected = passwordHash ?? (await this.#decoyHash());
    const fits = await this.#queue.run(() => this.compute(expected, tooLong(password) ? '' : password));
    return fits && passwordHash !== undefined && !tooLong(password);
  }

  /** Whether a hash was made at another cost than new ones are. */
  isOutdated(passwordHash: string): boolean {
    const made = parseOptions(passwordHash);
    return (Object.keys(cost) as (keyof typeof cost)[]).some((name) => made[name] !== cost[name]);
  }

  /** The work itself; the one place where a password meets a hash. */
  protected compute(passwordHash: string, password: string): Promise<boolean> {
    return verify(passwordHash, password);
  }

  #decoyHash(): Promise<string> {
    this.#decoy ??= this.hash(randomBytes(32).toString('base64'));
    this.#decoy.catch(() => (this.#decoy = undefined));
    return this.#decoy;
  }
}
