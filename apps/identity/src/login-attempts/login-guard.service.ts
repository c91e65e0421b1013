import { DomainError, type Family } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../directory/account.entity.js';
import type { LoginName } from '../directory/account.store.js';
import { type IdentitySettings, identitySettings } from '../identity.settings.js';
import { charged, waitMs } from './allowance.js';
import {
  countersAtKnownPlace,
  countersOfName,
  type LimitingCounter,
  nameKey,
  placeKey,
} from './counter-keys.js';
import { LoginCounterStore } from './login-counter.store.js';
import { StrangerShare } from './stranger-share.service.js';

/** Whose password is tried: the name as typed, and its account if there is one. */
export interface Target {
  readonly family: Family;
  readonly name: LoginName;
  readonly account: Pick<Account, 'id'> | undefined;
}

/** An admitted attempt. It counts as failed until `succeed` is called. */
export interface Attempt {
  readonly keys: readonly string[];
  readonly place: string;
  readonly isKnownPlace: boolean;
}

/**
 * Slows down guessing of passwords, for all replicas together (ADR 14, ADR 67). An attempt is counted before the password is
 * checked, so that concurrent attempts cannot pass together.
 */
@Injectable()
export class LoginGuard {
  constructor(
    private readonly strangers: StrangerShare,
    private readonly counters: LoginCounterStore,
    @Inject(identitySettings.token) private readonly settings: IdentitySettings,
  ) {}

  /** Locks the counters of the attempt. @throws DomainError RATE_LIMITED with `retryAfterSeconds`, whether or not the account exists; UNAVAILABLE */
  async admit({ family, name, account }: Target, clientAddress: string | undefined): Promise<Attempt> {
    const place = placeKey(family, account?.id ?? 0, clientAddress);
    const isKnownPlace = await this.counters.isKnown(place, new Date());
    const limiting = isKnownPlace ? countersAtKnownPlace(place) : countersOfName(family, name, clientAddress);
    await this.strangers.transaction(isKnownPlace, clientAddress, (tx) => this.#charge(tx, limiting));
    return { keys: limiting.map(({ key }) => key), place, isKnownPlace };
  }

  /** Makes the place known and forgives the failures, after a right password. */
  async succeed(tx: EntityManager, { keys, place }: Attempt): Promise<void> {
    await this.counters.succeed(tx, keys);
    await this.counters.makeKnown(tx, place);
  }

  /** Makes the place known where somebody signed up. */
  async signedUp(
    tx: EntityManager,
    { family, id }: Pick<Account, 'family' | 'id'>,
    clientAddress: string | undefined,
  ): Promise<void> {
    await this.counters.makeKnown(tx, placeKey(family, id, clientAddress));
  }

  /** Returns whether the account logged in from the address within ninety days. */
  isKnownPlace(
    { family, id }: Pick<Account, 'family' | 'id'>,
    clientAddress: string | undefined,
  ): Promise<boolean> {
    return this.counters.isKnown(placeKey(family, id, clientAddress), new Date());
  }

  /** Allows attempts at an account from everywhere again, e.g. after a password reset. */
  async forgive(tx: EntityManager, { family, username, email }: Account): Promise<void> {
    const names = [username, ...(email === null ? [] : [email])];
    await this.counters.delete(
      tx,
      names.map((name) => nameKey(family, name)),
    );
  }

  /** Deletes counters that no longer affect any attempt. */
  async sweep(): Promise<void> {
    await this.counters.deleteStale();
  }

  /** Counts a failure, which `succeed` takes back. */
  async #charge(tx: EntityManager, limiting: readonly LimitingCounter[]): Promise<void> {
    const now = new Date();
    const stored = await this.counters.lock(
      tx,
      limiting.map(({ key }) => key),
    );
    const counted = limiting.map(({ key, allowance }) => ({ key, allowance, count: stored.get(key)! }));
    const wait = waitMs(counted, now, this.settings.RATE_LIMIT_FACTOR);
    if (wait > 0) throw new DomainError('RATE_LIMITED', { retryAfterSeconds: Math.ceil(wait / 1000) });
    await this.counters.store(
      tx,
      counted.map(({ key, allowance, count }) => ({ key, ...charged(count, allowance, now) })),
    );
  }
}
