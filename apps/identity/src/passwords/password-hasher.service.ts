import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { addressPrefix } from '@argus/contracts';
import { FairQueue } from '@argus/persistence';
import { Metrics } from '@argus/service-kit';
import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/argon2';

/** OWASP's second setting for argon2id, the default algorithm of the library. Memory in KiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/* Of the four threads with which Node computes hashes, as more would wait where owners do not go first. */
const STRANGERS_AT_ONCE = 2;

/** For whom a hash is computed. */
export interface Asker {
  /** Whether the account is known at the address. Default: false, a stranger. */
  readonly isKnown?: boolean;
  /** Addresses take turns. Default: the operator's. */
  readonly address?: string | undefined;
}

/** In UTF-8. The limit keeps clients from choosing the cost of hashing. */
export const MAX_PASSWORD_BYTES = 1024;

/** The OpaqueString form of RFC 8265: keyboards write one password as different code points. */
const opaque = (password: string): string => password.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC');

const tooLong = (password: string): boolean => Buffer.byteLength(password) > MAX_PASSWORD_BYTES;

/**
 * Computes and verifies password hashes (PHC strings), the most expensive work that a stranger can ask for, a bounded number at a time.
 * Who is known has a line of their own, in which no stranger waits.
 */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  readonly #strangers: FairQueue;
  readonly #known: FairQueue;
  #decoy: Promise<string> | undefined;

  /** Works without metrics in an operator's command, which nobody scrapes. */
  constructor(@Optional() metrics?: Metrics) {
    const waits = metrics?.histogram({
      name: 'argus_argon2_queue_wait_seconds',
      help: 'Waiting time of password hashes before they were computed, without refused ones',
      buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2],
    });
    const atOnce = Math.min(STRANGERS_AT_ONCE, availableParallelism());
    const queue = (): FairQueue =>
      new FairQueue({ concurrency: atOnce, waiting: 64, waitMs: 2000 }, (waitedMs) =>
        waits?.observe({}, waitedMs / 1000),
      );
    [this.#strangers, this.#known] = [queue(), queue()];
  }

  /** Computes the decoy ahead, or the first unknown account would take twice the time. */
  async onModuleInit(): Promise<void> {
    await this.#decoyHash();
  }

  /** @throws DomainError UNAVAILABLE if too many hashes are requested at once */
  hash(password: string, asker?: Asker): Promise<string> {
    return this.#inLine(asker, () => hash(opaque(password), cost));
  }

  /**
   * Returns whether the password matches the hash. Without a hash (unknown account) it returns false after the same work, so
   * that neither answer nor time reveals whether an account exists.
   * @throws DomainError UNAVAILABLE if too many hashes are requested at once
   */
  async verify(passwordHash: string | undefined, password: string, asker?: Asker): Promise<boolean> {
    const expected = passwordHash ?? (await this.#decoyHash());
    const compared = tooLong(password) ? '' : password;
    const fits = await this.#inLine(asker, () => this.#fits(expected, compared));
    return fits && passwordHash !== undefined && !tooLong(password);
  }

  /** Returns whether a hash has another cost than new ones. */
  isOutdated(passwordHash: string): boolean {
    const made = parseOptions(passwordHash);
    return (Object.keys(cost) as (keyof typeof cost)[]).some((name) => made[name] !== cost[name]);
  }

  /** Hashes made before passwords had a form are of the password as it was typed. */
  async #fits(passwordHash: string, password: string): Promise<boolean> {
    const form = opaque(password);
    if (await this.compute(passwordHash, form)) return true;
    return form !== password && this.compute(passwordHash, password);
  }

  /** Neighbours in one network of IPv6 take turns as one. */
  #inLine<T>({ isKnown = false, address }: Asker = {}, work: () => Promise<T>): Promise<T> {
    return (isKnown ? this.#known : this.#strangers).run(addressPrefix(address), work);
  }

  /** The only place where a password is compared with a hash. */
  protected compute(passwordHash: string, password: string): Promise<boolean> {
    return verify(passwordHash, password);
  }

  #decoyHash(): Promise<string> {
    this.#decoy ??= this.hash(randomBytes(32).toString('base64'));
    this.#decoy.catch(() => (this.#decoy = undefined));
    return this.#decoy;
  }
}
