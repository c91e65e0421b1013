import { createHash } from 'node:crypto';
import { DomainError } from '@argus/contracts';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { Sealer } from '../sealing/sealer.js';

/** A creation that its caller may repeat. */
export interface IdempotentCall {
  /** Who names it; keys of different callers have nothing to do with each other. */
  readonly caller: string;
  readonly operation: string;
  readonly key: string;
  /** The whole input, as it travelled. */
  readonly input: Uint8Array;
}

interface Kept {
  fingerprint: Buffer;
  reply: Buffer;
}

export const REPLY_LIFE = '24 hours';

/**
 * Makes a creation happen once although it is asked for more often (ADR 19). The work, the key and the reply are one
 * transaction: either all of it is durable, and a repetition gets the same reply, or nothing is, and a repetition is the
 * first.
 */
export class IdempotentReplies {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  /**
   * The reply of `work`, or the one kept from the first time. Throws IDEMPOTENCY_KEY_IN_FLIGHT while another one runs
   * under the key, IDEMPOTENCY_KEY_REUSED when it belongs to another input. A failure keeps nothing.
   */
  run(call: IdempotentCall, work: () => Promise<Uint8Array>): Promise<Uint8Array> {
    return this.database.together(async (tx) => {
      await lock(tx, call);
      const fingerprint = createHash('sha256').update(call.input).digest();
      const kept = await find(tx, call);
      if (kept && !kept.fingerprint.equals(fingerprint)) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
      if (kept) return this.sealer.open(kept.reply, placeOf(call));
      const reply = await work();
      await keep(tx, call, fingerprint, this.sealer.seal(reply, placeOf(call)));
      return reply;
    });
  }
}

const placeOf = ({ caller, operation, key }: IdempotentCall): string =>
  ['idempotent-reply', caller, operation, key].join('\0');

async function lock(tx: EntityManager, call: IdempotentCall): Promise<void> {
  const digest = createHash('sha256').update(placeOf(call)).digest();
  const [row] = await tx.query<{ mine: boolean }[]>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
    digest.readBigInt64BE(),
  ]);
  if (!row?.mine) throw new DomainError('IDEMPOTENCY_KEY_IN_FLIGHT', { retryAfterSeconds: 1 });
}

async function find(
  tx: EntityManager,
  { caller, operation, key }: IdempotentCall,
): Promise<Kept | undefined> {
  const [kept] = await tx.query<Kept[]>(
    `SELECT fingerprint, reply FROM idempotent_reply
      WHERE caller = $1 AND operation = $2 AND key = $3 AND created_at >= now() - interval '${REPLY_LIFE}'`,
    [caller, operation, key],
  );
  return kept;
}

/** A row that is still there is older than its life. */
async function keep(
  tx: EntityManager,
  { caller, operation, key }: IdempotentCall,
  fingerprint: Buffer,
  reply: Uint8Array,
): Promise<void> {
  await tx.query(
    `INSERT INTO idempotent_reply (caller, operation, key, fingerprint, reply) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ON CONSTRAINT "PK_idempotent_reply"
     DO UPDATE SET fingerprint = excluded.fingerprint, reply = excluded.reply, created_at = now()`,
    [caller, operation, key, fingerprint, Buffer.from(reply)],
  );
}
