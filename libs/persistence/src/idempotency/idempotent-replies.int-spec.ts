import { createHash, getHashes, randomUUID } from 'node:crypto';
import { DomainError } from '@argus/contracts';
import { checkSize } from '@argus/testing';
import { TestSchemas } from '@argus/testing/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../database/database.js';
import { KeyedFingerprints1764000000003 } from '../migrations/1764000000003-keyed-fingerprints.js';
import { pendingSchemaChanges } from '../connection/open-database.js';
import { withClient } from '../provision/with-client.js';
import { Sealer } from '../sealing/sealer.js';
import { type IdempotentCall, IdempotentReplies } from './idempotent-replies.js';

/* `npm run check:idempotency` makes 100. */
const ROUNDS = checkSize('IDEMPOTENCY_ROUNDS', 20);
let schemas: TestSchemas;
let database: Database;
let replies: IdempotentReplies;
const sealer = new Sealer(Buffer.alloc(32, 3));

const open = (): Promise<Database> => schemas.open('things', { poolSize: 20 });

beforeAll(async () => {
  schemas = await TestSchemas.create();
  database = await open();
  replies = new IdempotentReplies(database, sealer);
  await database.query('CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text UNIQUE)');
});

afterAll(() => schemas.remove());

let name: string;
let call: IdempotentCall;

beforeEach(() => {
  name = randomUUID();
  call = { caller: 'attendance:1', operation: 'things.thing.create', key: name, input: Buffer.from(name) };
});

/** A handler as services write it: it does not know the key, and reads its own row by a second statement. */
async function create(): Promise<Uint8Array> {
  await database.transaction((tx) => tx.query('INSERT INTO thing (name) VALUES ($1)', [name]));
  const [row] = await database.prepared<{ id: number }>('thing', 'SELECT id FROM thing WHERE name = $1', [
    name,
  ]);
  return Buffer.from(JSON.stringify({ id: row?.id, secret: 'shown once' }));
}

const things = async (): Promise<number> => {
  const [row] = await database.query<{ n: number }>('SELECT count(*) AS n FROM thing WHERE name = $1', [
    name,
  ]);
  return row!.n;
};

/** Empty for an algorithm that needs more than the input. */
function digestOf(algorithm: string, input: Uint8Array): string {
  try {
    return createHash(algorithm).update(input).digest('hex');
  } catch {
    return '';
  }
}

const codeOf = (error: unknown): string => (error instanceof DomainError ? error.code : String(error));

describe('repeated create calls', () => {
  it('IdempotentReplies: a repeated create call happens once and returns the same bytes every time', async () => {
    const first = await replies.run(call, create);
    for (let again = 0; again < 3; again++)
      expect(await replies.run(call, create)).toEqual(Buffer.from(first));
    expect(await things()).toBe(1);
  });

  it('IdempotentReplies: fifty concurrent create calls with one key happen once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      name = randomUUID();
      const same = { ...call, key: name, input: Buffer.from(name) };
      const answers = await Promise.allSettled(Array.from({ length: 50 }, () => replies.run(same, create)));
      const bodies = new Set<string>();
      for (const answer of answers) {
        if (answer.status === 'fulfilled') bodies.add(Buffer.from(answer.value).toString());
        else expect(codeOf(answer.reason)).toBe('IDEMPOTENCY_KEY_IN_FLIGHT');
      }
      expect([bodies.size, await things()]).toEqual([1, 1]);
    }
  });

  it('IdempotentReplies: a call is refused while another with its key is in flight', async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const slow = replies.run(call, async () => {
      const reply = await create();
      await finished;
      return reply;
    });
    while ((await database.query('SELECT 1 FROM pg_locks WHERE locktype = $1', ['advisory'])).length === 0);
    await expect(replies.run(call, create)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_IN_FLIGHT',
      details: { retryAfterSeconds: 1 },
    });
    expect(await things()).toBe(0);
    finish();
    await slow;
    expect(await things()).toBe(1);
  });

  it('IdempotentReplies: a key is refused for another input, and is free for another caller or operation', async () => {
    await replies.run(call, create);
    await expect(replies.run({ ...call, input: Buffer.from('x') }, create)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const other = async () => Buffer.from('other');
    expect(await replies.run({ ...call, caller: 'attendance:2' }, other)).toEqual(Buffer.from('other'));
    expect(await replies.run({ ...call, operation: 'things.thing.copy' }, other)).toEqual(
      Buffer.from('other'),
    );
  });

  it('IdempotentReplies: a failed call stores nothing and may be repeated', async () => {
    const failing = async () => {
      await create();
      throw new DomainError('THING_REFUSED');
    };
    await expect(replies.run(call, failing)).rejects.toMatchObject({ code: 'THING_REFUSED' });
    expect(await things()).toBe(0);
    await replies.run(call, create);
    expect(await things()).toBe(1);
  });

  it('IdempotentReplies: a call whose connection dies before the commit stores nothing and may be repeated', async () => {
    const dying = replies.run(call, async () => {
      const reply = await create();
      const [me] = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await withClient(schemas.url, (client) => client.query('SELECT pg_terminate_backend($1)', [me?.pid]));
      return reply;
    });
    await expect(dying).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await things()).toBe(0);
    await replies.run(call, create);
    expect(await things()).toBe(1);
  });

  it('IdempotentReplies: another process returns the stored reply, for a day', async () => {
    const first = await replies.run(call, create);
    const elsewhere = await open();
    const others = new IdempotentReplies(elsewhere, sealer);
    expect(await others.run(call, create)).toEqual(Buffer.from(first));
    await elsewhere.close();
    const age = (interval: string) =>
      database.query('UPDATE idempotent_reply SET created_at = now() - $2::interval WHERE key = $1', [
        name,
        interval,
      ]);
    await age('23 hours 59 minutes');
    expect(await replies.run(call, create)).toEqual(Buffer.from(first));
    await age('24 hours 1 minute');
    await expect(
      replies.run({ ...call, input: Buffer.from('new') }, async () => Buffer.from('new')),
    ).resolves.toEqual(Buffer.from('new'));
  });

  it('IdempotentReplies: no hash of the input is stored, only a MAC that needs the key of the service', async () => {
    const input = Buffer.from('{"password":"hunter2hunter2"}');
    await replies.run({ ...call, input }, create);
    const [row] = await database.query<object>(
      `SELECT encode(fingerprint, 'hex') AS fingerprint, to_jsonb(idempotent_reply)::text AS whole
         FROM idempotent_reply WHERE key = $1`,
      [name],
    );
    const stored = JSON.stringify(row);
    for (const algorithm of getHashes())
      expect([algorithm, stored.includes(digestOf(algorithm, input) || '-')]).toEqual([algorithm, false]);
    const elsewhere = new IdempotentReplies(database, new Sealer(Buffer.alloc(32, 4)));
    await expect(elsewhere.run({ ...call, input }, create)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('IdempotentReplies: after a change of the key a repetition still finds its reply', async () => {
    const first = await replies.run(call, create);
    const rotated = new Sealer(Buffer.alloc(32, 5), [Buffer.alloc(32, 3)]);
    expect(await new IdempotentReplies(database, rotated).run(call, create)).toEqual(Buffer.from(first));
  });

  it('IdempotentReplies: the upgrade empties plain hashes, and a key from before it creates nothing twice', async () => {
    await replies.run(call, create);
    await database.query('UPDATE idempotent_reply SET fingerprint = $2 WHERE key = $1', [
      name,
      createHash('sha256').update(call.input).digest(),
    ]);
    await database.transaction((tx) => new KeyedFingerprints1764000000003().up(tx.queryRunner!));
    const [row] = await database.query<{ bytes: number }>(
      'SELECT max(length(fingerprint)) AS bytes FROM idempotent_reply',
    );
    expect(row?.bytes).toBe(0);
    await expect(replies.run(call, create)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await things()).toBe(1);
  });

  it('IdempotentReplies: the stored reply is sealed', async () => {
    await replies.run(call, create);
    const [row] = await database.query<{ reply: Buffer }>(
      'SELECT reply FROM idempotent_reply WHERE key = $1',
      [name],
    );
    expect(row?.reply.includes('shown once')).toBe(false);
  });
});

describe('Database.transaction', () => {
  it('Database.transaction rolls back an inner transaction that failed and keeps the rest', async () => {
    await database.transaction(async () => {
      await create();
      await expect(create()).rejects.toThrow('duplicate key');
    });
    expect(await things()).toBe(1);
  });

  it('Database.transaction is not joined by work outside it, nor by work that outlives it', async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    let late: Promise<unknown> = Promise.resolve();
    const failing = database.transaction(async (tx) => {
      await database.outsideTransaction(create);
      late = ended.then(() => database.query('SELECT 1'));
      await tx.query('SELECT nothing');
    });
    await expect(failing).rejects.toThrow('nothing');
    expect(await things()).toBe(1);
    end();
    await expect(late).resolves.toHaveLength(1);
  });

  it('idempotent_reply: entity equals migrations', async () => {
    await database.query('DROP TABLE thing');
    expect(await pendingSchemaChanges(database)).toEqual([]);
  });
});
