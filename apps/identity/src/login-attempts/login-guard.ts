import { createHash } from 'node:crypto';
import { addressPrefix, DomainError, type Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type IdentitySettings, identitySettings } from '../identity.settings.js';
import {
  accountAllowance,
  addressAllowance,
  charged,
  type Count,
  type Counts,
  isKnown,
  waitMs,
} from './allowance.js';
import { LoginCounterStore } from './login-counter.store.js';

/** Whose password is tried; a name that nobody has is counted like one that somebody has. */
export type Target = { readonly family: Family } & ({ readonly id: number } | { readonly name: string });

/** A try that was let through. It counts as failed until `succeed` says otherwise. */
export interface Attempt {
  readonly keys: Readonly<Record<keyof Counts, string>>;
  readonly isKnownPlace: boolean;
}

const order = ['place', 'account', 'address'] as const;

/**
 * Slows down those who guess passwords, for all replicas together (ADR 14). A try is charged before the password is
 * looked at, so that many at once cannot pass together.
 */
@Injectable()
export class LoginGuard {
  constructor(
    private readonly database: Database,
    private readonly counters: LoginCounterStore,
    @Inject(identitySettings.token) private readonly settings: IdentitySettings,
  ) {}

  /** @throws DomainError RATE_LIMITED with `retryAfterSeconds`, alike whether the account exists. */
  admit(target: Target, clientAddress: string | undefined): Promise<Attempt> {
    const keys = keysOf(target, clientAddress);
    return this.database.transaction(async (tx) => {
      const counters = await this.counters.lock(tx, Object.values(keys));
      const counts = Object.fromEntries(
        order.map((name) => [name, counters.get(keys[name])!]),
      ) as unknown as Counts;
      const now = new Date();
      const wait = waitMs(counts, now, this.settings.RATE_LIMIT_FACTOR);
      if (wait > 0) throw new DomainError('RATE_LIMITED', { retryAfterSeconds: Math.ceil(wait / 1000) });
      const isKnownPlace = isKnown(counts, now);
      const changed: [string, Count][] = [[keys.place, charged(counts.place, accountAllowance, now)]];
      if (!isKnownPlace) {
        changed.push(
          [keys.account, charged(counts.account, accountAllowance, now)],
          [keys.address, charged(counts.address, addressAllowance, now)],
        );
      }
      await this.counters.store(
        tx,
        changed.map(([key, count]) => ({ key, ...count })),
      );
      return { keys, isKnownPlace };
    });
  }

  /** The password fitted: the place is known from now on, and the account's own slips are forgiven. */
  async succeed(tx: EntityManager, { keys, isKnownPlace }: Attempt): Promise<void> {
    await this.counters.succeed(tx, isKnownPlace ? [keys.place] : Object.values(keys), keys);
  }

  /** Lets an account be tried again from anywhere, e.g. after its password was reset. */
  async forgive(tx: EntityManager, target: Target): Promise<void> {
    await this.counters.delete(tx, accountKey(target));
  }

  /** Forgets what no longer changes any answer. */
  async sweep(): Promise<void> {
    await this.counters.deleteStale();
  }
}

/** Names and addresses come from strangers: a digest bounds their length, and says nothing about a mistyped password. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

const accountKey = (target: Target): string =>
  'id' in target
    ? `account/${target.family}/${target.id}`
    : `name/${target.family}/${digest(target.name.toLowerCase())}`;

function keysOf(target: Target, clientAddress: string | undefined): Attempt['keys'] {
  const account = accountKey(target);
  const address = addressPrefix(clientAddress);
  return { place: `place/${account}/${address}`, account, address: `address/${address}` };
}
