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

/** The account whose password is tried. An unknown name is counted like a known one. */
export type Target = { readonly family: Family } & ({ readonly id: number } | { readonly name: string });

/** An admitted attempt. It counts as failed until `succeed` is called. */
export interface Attempt {
  readonly keys: Readonly<Record<keyof Counts, string>>;
  readonly isKnownPlace: boolean;
}

const order = ['place', 'account', 'address'] as const;

/**
 * Slows down guessing of passwords, for all replicas together (ADR 14). An attempt is counted before the password is checked,
 * so that concurrent attempts cannot pass together.
 */
@Injectable()
export class LoginGuard {
  constructor(
    private readonly database: Database,
    private readonly counters: LoginCounterStore,
    @Inject(identitySettings.token) private readonly settings: IdentitySettings,
  ) {}

  /** Locks the counters of the attempt. @throws DomainError RATE_LIMITED with `retryAfterSeconds`, whether or not the account exists */
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

  /** Makes the place known and forgives the account's failures, after a right password. */
  async succeed(tx: EntityManager, { keys, isKnownPlace }: Attempt): Promise<void> {
    await this.counters.succeed(tx, isKnownPlace ? [keys.place] : Object.values(keys), keys);
  }

  /** Allows attempts at an account from everywhere again, e.g. after a password reset. */
  async forgive(tx: EntityManager, target: Target): Promise<void> {
    await this.counters.delete(tx, accountKey(target));
  }

  /** Deletes counters that no longer affect any attempt. */
  async sweep(): Promise<void> {
    await this.counters.deleteStale();
  }
}

/* Strangers choose the names: a digest bounds their length, and hides a password typed into the wrong field. */
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
