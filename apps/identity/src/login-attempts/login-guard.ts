import { createHash } from 'node:crypto';
import { addressPrefix, DomainError, type Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type IdentitySettings, identitySettings } from '../identity.settings.js';
import { rowsOf } from '../rows.js';
import {
  accountAllowance,
  addressAllowance,
  charged,
  type Count,
  type Counts,
  isKnown,
  waitMs,
} from './allowance.js';

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
    @Inject(identitySettings.token) private readonly settings: IdentitySettings,
  ) {}

  /** @throws DomainError RATE_LIMITED with `retryAfterSeconds`, alike whether the account exists. */
  admit(target: Target, clientAddress: string | undefined): Promise<Attempt> {
    const keys = keysOf(target, clientAddress);
    return this.database.transaction(async (tx) => {
      const counts = await lockCounts(tx, keys);
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
      await store(tx, changed);
      return { keys, isKnownPlace };
    });
  }

  /** The password fitted: the place is known from now on, and the account's own slips are forgiven. */
  async succeed(tx: EntityManager, { keys, isKnownPlace }: Attempt): Promise<void> {
    await tx.query(
      `UPDATE login_counter SET
         failures = CASE WHEN key = $2 THEN greatest(failures - 1, 0) ELSE 0 END,
         last_success_at = CASE WHEN key = $3 THEN now() ELSE last_success_at END
       WHERE key IN (SELECT key FROM login_counter WHERE key = ANY($1) ORDER BY key FOR UPDATE)`,
      [isKnownPlace ? [keys.place] : Object.values(keys), keys.address, keys.place],
    );
  }

  /** Lets an account be tried again from anywhere, e.g. after its password was reset. */
  async forgive(tx: EntityManager, target: Target): Promise<void> {
    await tx.query('DELETE FROM login_counter WHERE key = $1', [accountKey(target)]);
  }

  /** Forgets what no longer changes any answer. */
  async sweep(): Promise<void> {
    await this.database.query(
      `DELETE FROM login_counter WHERE coalesce(last_failure_at, window_from) < now() - interval '1 day'
         AND coalesce(last_success_at, '-infinity') < now() - interval '90 days'`,
    );
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

async function lockCounts(tx: EntityManager, keys: Attempt['keys']): Promise<Counts> {
  const all = Object.values(keys);
  await tx.query(
    `INSERT INTO login_counter (key) SELECT key FROM unnest($1::text[]) key ORDER BY key ON CONFLICT DO NOTHING`,
    [all],
  );
  const rows = await rowsOf<Count & { key: string }>(
    tx,
    'SELECT * FROM login_counter WHERE key = ANY($1) ORDER BY key FOR UPDATE',
    [all],
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return Object.fromEntries(order.map((name) => [name, byKey.get(keys[name])!])) as unknown as Counts;
}

async function store(tx: EntityManager, changed: readonly [string, Count][]): Promise<void> {
  await tx.query(
    `UPDATE login_counter c SET failures = n.failures, window_from = n.window_from,
       last_failure_at = n.last_failure_at
     FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[])
       AS n (key, failures, window_from, last_failure_at)
     WHERE c.key = n.key`,
    [
      changed.map(([key]) => key),
      changed.map(([, { failures }]) => failures),
      changed.map(([, count]) => count.window_from),
      changed.map(([, count]) => count.last_failure_at),
    ],
  );
}
