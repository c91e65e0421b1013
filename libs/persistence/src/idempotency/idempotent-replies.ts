import { createHash } from 'node:crypto';
import { DomainError } from '@argus/contracts';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { Sealer } from '../sealing/sealer.js';
import type { FairQueue } from '../turns/fair-queue.js';
import { shareOfConnections } from '../turns/connection-share.js';

/** A create call that its caller may repeat. */
export interface IdempotentCall {
  /** Account or address that chose the key; keys of different callers are independent. */
  readonly caller: string;
  readonly operation: string;
  readonly key: string;
  /** The whole input as received. */
  readonly input: Uint8Array;
}

interface StoredReply {
  fingerprint: Buffer;
  reply: Buffer;
}

const PURPOSE = 'idempotent-input';

export const REPLY_LIFE = '24 hours';

/**
 * Runs a create call once however often it is repeated (ADR 19). Work, key and reply commit in one transaction: after a
 * commit a repetition gets the same reply; after a rollback it runs as the first. All calls with a key have half of the service's
 * connections, and callers take turns.
 */
export class IdempotentReplies {
  /* The key is locked, and a connection taken, for as long as the work lasts, also while it waits for something else. */
  readonly #share: FairQueue;

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    this.#share = shareOfConnections(database, 0.5);
  }

  /**
   * Returns the reply of `work`, or the stored one of the first call. Throws IDEMPOTENCY_KEY_IN_FLIGHT while another call with
   * the key runs, IDEMPOTENCY_KEY_REUSED if the key belongs to another input. A failed call stores nothing.
   * @param kept returns what of a reply a repetition gets: not the secrets that are shown once.
   */
  run(
    call: IdempotentCall,
    work: () => Promise<Uint8Array>,
    kept: (reply: Uint8Array) => Uint8Array = (reply) => reply,
  ): Promise<Uint8Array> {
    return this.#share.run(call.caller, () => this.#once(call, work, kept));
  }

  #once(
    call: IdempotentCall,
    work: () => Promise<Uint8Array>,
    kept: (reply: Uint8Array) => Uint8Array,
  ): Promise<Uint8Array> {
    return this.database.transaction(async (tx) => {
      /* Two statements in one flight: the second sees what the former holder of the lock has committed. */
      const [isLocked, stored] = await Promise.all([
        tryLock(this.database, tx, call),
        findReply(this.database, tx, call),
      ]);
      /* The holder may be another repetition, which only reads. */
      if (!isLocked && !stored) throw new DomainError('IDEMPOTENCY_KEY_IN_FLIGHT', { retryAfterSeconds: 1 });
      if (stored && !this.sealer.isMac(stored.fingerprint, call.input, PURPOSE))
        throw new DomainError('IDEMPOTENCY_KEY_REUSED');
      if (stored) return this.sealer.open(stored.reply, identityOf(call));
      const reply = await work();
      /* Keyed, because a plain hash of a sign-up lets whoever reads the table guess its password. */
      const fingerprint = this.sealer.mac(call.input, PURPOSE);
      storeReply(this.database, tx, call, fingerprint, this.sealer.seal(kept(reply), identityOf(call)));
      return reply;
    });
  }
}

const identityOf = ({ caller, operation, key }: IdempotentCall): string =>
  ['idempotent-reply', caller, operation, key].join('\0');

/** Locks the key until the transaction ends. Returns false while another transaction holds the lock. */
async function tryLock(database: Database, tx: EntityManager, call: IdempotentCall): Promise<boolean> {
  const digest = createHash('sha256').update(identityOf(call)).digest();
  const [row] = await database.preparedIn<{ is_locked: boolean }>(
    tx,
    'idempotent-reply-lock',
    'SELECT pg_try_advisory_xact_lock($1) AS is_locked',
    [digest.readBigInt64BE()],
  );
  return row?.is_locked === true;
}

async function findReply(
  database: Database,
  tx: EntityManager,
  { caller, operation, key }: IdempotentCall,
): Promise<StoredReply | undefined> {
  const [stored] = await database.preparedIn<StoredReply>(
    tx,
    'idempotent-reply-find',
    `SELECT fingerprint, reply FROM idempotent_reply
      WHERE caller = $1 AND operation = $2 AND key = $3 AND created_at >= now() - interval '${REPLY_LIFE}'`,
    [caller, operation, key],
  );
  return stored;
}

/** Overwrites a row that `findReply` did not return: it has expired but is not deleted yet. */
function storeReply(
  database: Database,
  tx: EntityManager,
  { caller, operation, key }: IdempotentCall,
  fingerprint: Uint8Array,
  reply: Uint8Array,
): void {
  database.sendIn(
    tx,
    'idempotent-reply-keep',
    `INSERT INTO idempotent_reply (caller, operation, key, fingerprint, reply) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ON CONSTRAINT "PK_idempotent_reply"
     DO UPDATE SET fingerprint = excluded.fingerprint, reply = excluded.reply, created_at = now()`,
    [caller, operation, key, Buffer.from(fingerprint), Buffer.from(reply)],
  );
}
