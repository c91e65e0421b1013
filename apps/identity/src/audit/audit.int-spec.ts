import { randomUUID } from 'node:crypto';
import {
  attendanceAccountsContract,
  auditContract,
  attendanceSessionContract,
  Instant,
} from '@argus/contracts';
import { Sealer } from '@argus/persistence';
import { platformSettings, readSettings } from '@argus/service-kit';
import { checkSize } from '@argus/testing';
import { loginOf } from '@argus/testing/postgres';
import { type ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { swapped, tamper, whileTampered } from '../testing/audit-tampering.js';
import { startIdentity } from '../testing/identity-fixture.js';
import { AccountService } from '../accounts/account.service.js';
import { linkTo } from './audit-chain.js';
import { AuditEvent } from './audit-event.entity.js';
import { AuditLog, operator } from './audit-log.service.js';
import { AuditRetention } from './audit-retention.clock.js';
import { AuditVerifier } from './audit-verifier.service.js';
import { AuditStore } from './audit.store.js';

const { login } = attendanceSessionContract.operations;
const { create } = attendanceAccountsContract.operations;
const password = 'secure_password123';

/* `npm run check:audit` makes 200 edits among 10,000 events. */
const EDITS = checkSize('AUDIT_EDITS', 60);
const EVENTS = checkSize('AUDIT_EVENTS', 320);
const WRITERS = 32;
const MIN_VERIFIED_PER_SECOND = 5000;

let site: Site;
let one: ServiceReplica;
let two: ServiceReplica;

const verify = () => one.get(AuditVerifier).verify();
const events = (): Promise<AuditEvent[]> =>
  one.database.entities((manager) => manager.find(AuditEvent, { order: { position: 'ASC' } }));
const last = async (): Promise<AuditEvent | undefined> => (await events()).at(-1);
const append = (replica: ServiceReplica, details = {}) =>
  replica.database.transaction((tx) =>
    replica
      .get(AuditLog)
      .append(
        tx,
        { requestId: randomUUID(), clientAddress: '192.0.2.7', userAgent: 'a “browser”' },
        { action: 'login', account: { family: 'attendance', id: 1 }, details },
      ),
  );

beforeAll(async () => {
  site = await Site.create();
  [one, two] = [await startIdentity(site), await startIdentity(site)];
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await site.remove();
});

describe('audit events', () => {
  it('audit: events of the gateway are written as reported', async () => {
    const key = randomUUID();
    const holder = {
      family: 'attendance',
      accountId: 1,
      username: 'ADMIN',
      role: 'admin',
      sessionId: key,
      scopes: ['face:write'],
    } as const;
    const since = Instant.parse('2026-11-25T02:00:00Z')!;
    const event = { family: 'attendance', times: 7, since, of_many: false } as const;
    const { note } = auditContract.operations;
    const client = { clientAddress: '198.51.100.7', userAgent: 'kiosk/1', requestId: 'request-7' };
    const used = {
      ...event,
      action: 'api-key-used',
      success: true,
      operation: 'attendance.face.verify',
    } as const;
    await one.call(note, { body: used }, holder, client);
    expect(await last()).toMatchObject({
      action: 'api-key-used',
      success: true,
      severity: 'info',
      family: 'attendance',
      accountId: 1,
      actorId: 1,
      clientAddress: '198.51.100.7',
      requestId: 'request-7',
      details: {
        family: 'attendance',
        operation: 'attendance.face.verify',
        times: 7,
        since: since.toString(),
        key,
      },
    });
    const limited = { ...event, action: 'login-limited', success: false, operation: 'identity.x' } as const;
    await one.call(note, { body: limited }, undefined, client);
    expect(await last()).toMatchObject({ severity: 'warning', accountId: null, actorId: null });
    expect(await verify()).toMatchObject({ intact: true });
  });

  it('audit: an event has actor, account, address and outcome, and no secrets', async () => {
    const person = {
      employee_id: 'STU1',
      email: 's@example.com',
      first_name: 'Jane',
      last_name: 'Smith',
      role: 'student' as const,
      password,
    };
    const admin = {
      family: 'attendance',
      accountId: 1,
      username: 'ADMIN',
      role: 'admin',
      sessionId: randomUUID(),
    } as const;
    const client = { clientAddress: '198.51.100.9', userAgent: 'kiosk/1', requestId: 'request-1' };
    const { id } = await one.call(create, { body: person }, admin, client);
    expect(await last()).toMatchObject({
      action: 'account-created',
      success: true,
      severity: 'info',
      family: 'attendance',
      accountId: id,
      actorFamily: 'attendance',
      actorId: 1,
      clientAddress: '198.51.100.9',
      userAgent: 'kiosk/1',
      requestId: 'request-1',
      details: { role: 'student' },
    });

    await expect(
      one.call(login, { body: { username: 'STU1', password: 'a mistake' } }, undefined, client),
    ).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await last()).toMatchObject({
      action: 'login',
      success: false,
      severity: 'warning',
      accountId: id,
      actorId: null,
      details: { family: 'attendance', reason: 'wrong password', known_place: false },
    });

    await expect(
      one.call(login, { body: { username: 'my secret typed into the wrong field', password } }),
    ).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await last()).toMatchObject({ accountId: null, details: { reason: 'unknown account' } });

    await one.call(login, { body: { username: 'STU1', password } });
    expect(await last()).toMatchObject({ action: 'login', success: true, accountId: id });
    const written = JSON.stringify(await events());
    for (const secret of [password, 'a mistake', 'my secret']) expect(written).not.toContain(secret);
  });

  it('audit: a rolled back change leaves no event', async () => {
    const before = (await events()).length;
    const rolledBack = one.database.transaction(async (tx) => {
      await one.get(AuditLog).append(tx, operator, { action: 'login' });
      throw new Error('undone');
    });
    await expect(rolledBack).rejects.toThrow('undone');
    expect(await events()).toHaveLength(before);
    expect(await verify()).toMatchObject({ intact: true });
  });

  it('audit: one change of an account writes an event per kind of change', async () => {
    const service = one.get(AccountService);
    await service.update('attendance', 'STU1', { role: 'faculty', firstName: 'Joan' }, operator);
    await service.deactivate('attendance', 'STU1', operator);
    const [role, profile, deactivated] = (await events()).slice(-3);
    expect(role).toMatchObject({ action: 'role-changed', details: { from: 'student', to: 'faculty' } });
    expect(profile).toMatchObject({ action: 'account-changed', details: { fields: 'first_name' } });
    expect(deactivated).toMatchObject({ action: 'account-deactivated' });
  });
});

describe('the audit chain', () => {
  it(
    `audit chain: stays intact with ${WRITERS} writers on two replicas`,
    async () => {
      const turns = Array.from({ length: Math.ceil(EVENTS / WRITERS) }, (_, turn) => turn);
      const before = (await events()).length;
      const writers = Array.from({ length: WRITERS }, async (_, writer) => {
        for (const turn of turns) await append(writer % 2 ? one : two, { writer, turn });
      });
      await Promise.all(writers);
      const written = await events();
      expect(written).toHaveLength(before + WRITERS * turns.length);
      expect(written.map(({ position }) => position)).toEqual(written.map((_, index) => index + 1));
      expect(await verify()).toMatchObject({ intact: true, head: { position: written.length } });
      for (let writer = 0; writer < WRITERS; writer++)
        expect(written.flatMap(({ details }) => (details.writer === writer ? [details.turn] : []))).toEqual(
          turns,
        );
    },
    30_000 + EVENTS * 50,
  );

  it('audit chain: the role of the service can change and delete nothing', async () => {
    for (const sql of [
      `UPDATE audit_event SET success = true`,
      `UPDATE audit_event SET success = true WHERE false`,
      'DELETE FROM audit_event WHERE position = 1',
      'TRUNCATE audit_event',
      'DELETE FROM audit_head',
      'TRUNCATE audit_head',
      'UPDATE audit_head SET position = position',
      'UPDATE audit_head SET position = position - 1',
    ]) {
      const attempt = one.database.query(sql);
      await expect(attempt).rejects.toMatchObject({ code: '42501' });
    }
    const grants = await one.database.query(
      `SELECT privilege_type FROM information_schema.table_privileges
       WHERE table_name = 'audit_event' AND table_schema = 'identity' AND grantee = current_user
         AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')`,
    );
    expect(grants).toEqual([]);
  });
});

describe('tampering by the owner of the database', () => {
  const verdictAfter = (statements: readonly string[]) => whileTampered(site.databaseUrl, statements, verify);

  it(
    'tampering with the audit: found at the first wrong event',
    async () => {
      const count = (await events()).length;
      const edits = [
        `at = at + interval '1 ms'`,
        `action = 'logout'`,
        'success = NOT success',
        `severity = severity || '!'`,
        `family = 'proctorx'`,
        'account_id = coalesce(account_id, 0) + 1',
        'actor_id = 99',
        `actor_family = coalesce(actor_family, '') || 'x'`,
        `client_address = '203.0.113.1'`,
        `user_agent = coalesce(user_agent, '') || ' '`,
        `request_id = request_id || 'x'`,
        `details = details || '{"added": 1}'`,
        `mac = sha256(mac)`,
      ];
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: count }),
          fc.integer({ min: 1, max: count }),
          fc.constantFrom('edit', 'delete', 'cut', 'reorder', 'insert'),
          fc.constantFrom(...edits),
          async (at, other, kind, edit) => {
            if (kind === 'reorder' && at === other) return;
            const [from, to] = [Math.min(at, other), Math.max(at, other)];
            const verdict = await verdictAfter(
              {
                edit: [`UPDATE audit_event SET ${edit} WHERE position = ${at}`],
                delete: [`DELETE FROM audit_event WHERE position = ${at}`],
                cut: [`DELETE FROM audit_event WHERE position >= ${at}`],
                reorder: [swapped(from, to)],
                insert: [
                  `INSERT INTO audit_event SELECT * FROM audit_event WHERE position = ${at} ON CONFLICT DO NOTHING`,
                  `INSERT INTO audit_event SELECT (SELECT max(position) + 1 FROM audit_event), ${'at, action, success, severity, family, account_id, actor_family, actor_id, client_address, user_agent, request_id, details, mac'} FROM audit_event WHERE position = ${at}`,
                ],
              }[kind],
            );
            const first = kind === 'reorder' ? from : kind === 'insert' ? count + 1 : at;
            expect(verdict).toMatchObject({ intact: false, position: first });
          },
        ),
        { numRuns: EDITS },
      );
      process.stderr.write(
        `The audit: ${EDITS} changes of ${count} events, each found at the first wrong one\n`,
      );
      expect(await verify()).toMatchObject({ intact: true });
    },
    300_000 + EDITS * EVENTS,
  );

  it('tampering with the audit: a chain cut back to an earlier end is found by an anchor', async () => {
    const kept = await verify();
    if (!kept.intact) throw new Error('The chain is broken');
    expect(await one.get(AuditVerifier).head()).toEqual(kept.head);
    const rollBack = [
      `UPDATE audit_head SET position = ${kept.head.position - 3}, mac =
         (SELECT mac FROM audit_event WHERE position = ${kept.head.position - 3})`,
      `DELETE FROM audit_event WHERE position > ${kept.head.position - 3}`,
    ];
    expect(await verdictAfter(rollBack)).toMatchObject({ intact: true });
    const verifier = one.get(AuditVerifier);
    expect(await verifier.verify(kept.head)).toMatchObject({ intact: true });
    await append(one);
    expect(await verifier.verify(kept.head)).toMatchObject({ intact: true });
    const ahead = { position: kept.head.position + 5, mac: kept.head.mac };
    expect(await verifier.verify(ahead)).toMatchObject({ intact: false, problem: 'missing' });
    const other = { position: kept.head.position - 1, mac: kept.head.mac };
    expect(await verifier.verify(other)).toMatchObject({ intact: false, position: other.position });
  });
});

it('audit chain: repeated verification reads every event; its rate is printed', async () => {
  const verifier = one.get(AuditVerifier);
  const count = (await events()).length;
  const rounds = Math.ceil(10_000 / count);
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round++)
    expect(await verifier.verify()).toMatchObject({ intact: true, head: { position: count } });
  const perSecond = (rounds * count) / ((performance.now() - startedAt) / 1000);
  process.stderr.write(`The audit: ${Math.round(perSecond)} events verified a second\n`);
  /* A rate says something about this code only at size; CI's machine is shared. */
  if (EVENTS >= 10_000) expect(perSecond).toBeGreaterThanOrEqual(MIN_VERIFIED_PER_SECOND);
});

describe('old audit events', () => {
  const asOwner = (...statements: readonly string[]) => tamper(site.databaseUrl, statements);
  const retention = (days: number | undefined): AuditRetention => {
    const [settings] = readSettings([platformSettings], {
      ...(days !== undefined && { AUDIT_RETENTION_DAYS: String(days) }),
    });
    return new AuditRetention(one.database, one.get(AuditStore), one.get(Sealer), settings);
  };
  const positions = async (): Promise<number[]> => (await events()).map(({ position }) => position);

  /** Replaces the chain by one of events of these ages, as identity would have written it. */
  async function writeAged(...days: readonly number[]): Promise<void> {
    await asOwner(
      'DELETE FROM audit_event',
      `UPDATE audit_head SET position = 0, mac = decode(repeat('00', 32), 'hex')`,
    );
    await append(one);
    const [{ mac: _, ...pattern }] = (await events()) as [AuditEvent];
    await asOwner(
      'DELETE FROM audit_event',
      `UPDATE audit_head SET position = 0, mac = decode(repeat('00', 32), 'hex')`,
    );
    for (const [index, age] of days.entries())
      await one.database.transaction(async (tx) => {
        const head = await one.get(AuditStore).lockHead(tx);
        const event = { ...pattern, position: index + 1, at: new Date(Date.now() - age * 86_400_000) };
        await one.get(AuditStore).append(tx, { ...event, mac: linkTo(one.get(Sealer), head!.mac, event) });
      });
  }

  it('audit retention: nothing goes without a setting; with one the oldest go up to the first young one, and the rest verifies', async () => {
    await writeAged(500, 450, 410, 390, 500, 1);
    await loginOf(site.databaseUrl, 'identity', 400);
    const whole = await verify();
    await retention(undefined).sweep();
    expect(await positions()).toEqual([1, 2, 3, 4, 5, 6]);
    const [, , third] = await events();
    await retention(400).sweep();
    expect(await positions()).toEqual([4, 5, 6]);
    expect(await verify()).toEqual(whole);
    const verifier = one.get(AuditVerifier);
    const anchor = { position: 3, mac: Buffer.from(third!.mac).toString('hex') };
    expect(await verifier.verify(anchor)).toEqual(whole);
    expect(await verifier.verify({ ...anchor, mac: '00'.repeat(32) })).toMatchObject({
      intact: false,
      position: 3,
      problem: 'differs from the anchor',
    });
    await append(two);
    expect(await verify()).toMatchObject({ intact: true, head: { position: 7 } });
    await retention(400).sweep();
    expect(await positions()).toEqual([4, 5, 6, 7]);
  });

  it('audit retention: a start that the owner of the database moved is found, and so is an earlier one put back', async () => {
    await loginOf(site.databaseUrl, 'identity', 365);
    await asOwner('CREATE TABLE kept_head AS TABLE audit_head');
    await retention(365).sweep();
    expect(await positions()).toEqual([6, 7]);
    expect(await verify()).toMatchObject({ intact: true });
    await asOwner(`CREATE TABLE sealed_head AS TABLE audit_head;
      UPDATE audit_head SET (start_position, start_mac, start_seal) = (SELECT start_position, start_mac, start_seal FROM kept_head)`);
    expect(await verify()).toMatchObject({ intact: false, position: 4, problem: 'missing' });
    for (const seal of ['start_seal', 'NULL'])
      expect(
        await asOwner(`UPDATE audit_head SET start_position = 6, start_seal = ${seal},
          start_mac = (SELECT mac FROM audit_event WHERE position = 6)`).then(verify),
      ).toMatchObject({ intact: false, position: 7, problem: 'changed' });
    await asOwner(
      'DELETE FROM audit_head',
      'INSERT INTO audit_head SELECT * FROM sealed_head',
      'DROP TABLE kept_head, sealed_head',
    );
    expect(await verify()).toMatchObject({ intact: true });
  });
});
