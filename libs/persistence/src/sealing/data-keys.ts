import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { SealBroken, Sealer } from './sealer.js';
import { isSealedOtherwise } from './sealed-columns.js';

/** Returns the sealer of the installation's key for one service. Called before each use, as the key may be rotated meanwhile. */
export type Wrapping = () => Sealer;

/** The installation's key does not open the keys of this database. */
export class WrongDataKey extends Error {
  override readonly name = 'WrongDataKey';
}

const KEY_BYTES = 32;
/** The key of what belongs to no person. */
const OF_SERVICE = '';

/** What the wrapping of a key is bound to. */
export const dataKeyPlace = (schema: string, subject: string): string =>
  JSON.stringify(['data-key', schema, subject]);

/** Held in common by whoever adds a key, alone by the end of a rotation, so that no key is added under a former wrapping. */
export const dataKeysLock = (schema: string): string => `argus-data-keys-${schema}`;

/**
 * The keys that a service seals with, one for each person and one for the rest, each wrapped by the installation's key. Without a
 * person's key nothing of theirs can be opened, wherever a copy lies.
 */
export class DataKeys {
  /** See `open`. */
  constructor(
    private readonly database: Database,
    private readonly wrapping: Wrapping,
    private readonly ofService: Uint8Array,
    /** Seals what belongs to no person. */
    readonly sealer: Sealer,
  ) {}

  /** Whether a key was made for this database, or its service sealed before keys were stored. Then none may be made anew. */
  static async areKnown(database: Database): Promise<boolean> {
    const rows = await database.query('SELECT 1 FROM data_key WHERE subject = $1', [OF_SERVICE]);
    return rows.length > 0;
  }

  /** Makes the service's key at the first start; `formerKey` is the one that earlier versions sealed with. @throws WrongDataKey */
  static async open(database: Database, wrapping: Wrapping, formerKey: Uint8Array): Promise<DataKeys> {
    const { schema } = database;
    const place = dataKeyPlace(schema, OF_SERVICE);
    const wrapped = await database.transaction(async (tx) => {
      await lockForAdding(tx, schema);
      const wrap = (key: Uint8Array) => Buffer.from(wrapping().seal(key, place));
      await tx.query('INSERT INTO data_key (subject, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        OF_SERVICE,
        wrap(randomBytes(KEY_BYTES)),
      ]);
      const adopted = await tx.query<[unknown[], number]>(
        `UPDATE data_key SET wrapped = $2 WHERE subject = $1 AND wrapped = ''`,
        [OF_SERVICE, wrap(formerKey)],
      );
      if (adopted[1] > 0 && (await isSealedOtherwise(tx, schema, new Sealer(formerKey))))
        throw new WrongDataKey(schema);
      const [row] = await tx.query<[WrappedKey]>('SELECT wrapped FROM data_key WHERE subject = $1', [
        OF_SERVICE,
      ]);
      return row.wrapped;
    });
    try {
      const key = wrapping().open(wrapped, place);
      return new DataKeys(database, wrapping, key, new Sealer(key));
    } catch (error) {
      if (error instanceof SealBroken) throw new WrongDataKey(schema, { cause: error });
      throw error;
    }
  }

  /** Returns the sealer of a person, whose key is made at first use. The key stays until the transaction ends. */
  async of(tx: EntityManager, subject: string): Promise<Sealer> {
    await lockForAdding(tx, this.database.schema);
    const find = () =>
      tx.query<WrappedKey[]>('SELECT wrapped FROM data_key WHERE subject = $1 FOR KEY SHARE', [subject]);
    const [known] = await find();
    if (known) return this.sealerOf(subject, known.wrapped);
    const wrapped = this.wrapping().seal(randomBytes(KEY_BYTES), dataKeyPlace(this.database.schema, subject));
    await tx.query('INSERT INTO data_key (subject, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      subject,
      Buffer.from(wrapped),
    ]);
    const [made] = await find();
    return this.sealerOf(subject, made!.wrapped);
  }

  /** Returns the sealers of those people who have a key that opens. Each also opens what was sealed before people had keys. */
  async ofMany(subjects: readonly string[], tx?: EntityManager): Promise<ReadonlyMap<string, Sealer>> {
    const sql = 'SELECT subject, wrapped FROM data_key WHERE subject = ANY($1)';
    const rows = await this.database.entities(
      (manager) => manager.query<(WrappedKey & { subject: string })[]>(sql, [[...new Set(subjects)]]),
      tx,
    );
    const sealers = new Map<string, Sealer>();
    for (const { subject, wrapped } of rows) {
      try {
        sealers.set(subject, this.sealerOf(subject, wrapped));
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
      }
    }
    return sealers;
  }

  /** Destroys the person's key and logs the erasure: the random id of the key and the time, no name. */
  async destroy(tx: EntityManager, subject: string): Promise<void> {
    await tx.query(
      `WITH gone AS (DELETE FROM data_key WHERE subject = $1 RETURNING id)
       INSERT INTO erasure (key_id) SELECT id FROM gone ON CONFLICT DO NOTHING`,
      [subject],
    );
  }

  private sealerOf(subject: string, wrapped: Uint8Array): Sealer {
    const key = this.wrapping().open(wrapped, dataKeyPlace(this.database.schema, subject));
    return new Sealer(key, [this.ofService]);
  }
}

interface WrappedKey {
  readonly wrapped: Buffer;
}

async function lockForAdding(tx: EntityManager, schema: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [dataKeysLock(schema)]);
}
