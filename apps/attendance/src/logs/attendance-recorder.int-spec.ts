import { Instant } from '@argus/contracts';
import { Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AttendanceSettings, attendanceSettings } from '../attendance.settings.js';
import type { Person } from '../people/person.entity.js';
import { type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { AttendanceLogStore } from './attendance-log.store.js';
import { AttendanceRecorder, type RecordedSighting, sightingKey } from './attendance-recorder.service.js';
import { LogRetention } from './log-retention.clock.js';
import { quietWebhook } from '../testing/quiet-webhook.js';
import { PersonDirectory } from '../people/person-directory.service.js';

const WINDOW_SECONDS = 60;
const start = Date.parse('2026-03-15T08:00:00Z');
const ids = [10, 11, 12];

let site: Site;
let replicas: AttendanceReplica[];
let people: Map<number, Person>;

beforeAll(async () => {
  site = await Site.create();
  replicas = [await startAttendance({ site }), await startAttendance({ site })];
  await quietWebhook(replicas[0]!.database);
  for (const id of ids) replicas[0]!.identity.add(id, `P${id}`);
  people = new Map(await replicas[0]!.get(PersonDirectory).findByIds(ids));
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await site.remove();
});

interface Seen {
  readonly personIds: readonly number[];
  readonly cameraId: string | null;
  readonly atSeconds: number;
  /** The person who reports themselves by the request. */
  readonly self?: number;
}

const requesterOf = (accountId = 1) => ({
  accountId,
  username: `P${accountId}`,
  keyId: null,
  requestId: 'r',
});

/** Records the sightings of one task, in its own transaction on one of the replicas. */
async function record({ personIds, cameraId, atSeconds, self }: Seen, index: number) {
  const replica = replicas[index % replicas.length]!;
  const sightings = personIds.map((id) => ({
    person: people.get(id)!,
    cameraId,
    location: null,
    confidence: 0.9,
  }));
  const at = Instant.ofMs(start + atSeconds * 1000);
  const moment = {
    method: 'face' as const,
    occurredAt: at,
    verificationSeconds: 0.5,
    requester: requesterOf(self),
  };
  return replica.database.transaction((tx) => replica.get(AttendanceRecorder).record(tx, moment, sightings));
}

interface Row {
  id: number;
  key: string;
  atSeconds: number;
}

async function rows(): Promise<Row[]> {
  const found = await replicas[0]!.database.query<{
    id: number;
    person_id: number;
    camera_id: string | null;
    occurred_at: Date;
    self_reported: boolean;
  }>('SELECT id, person_id, camera_id, occurred_at, self_reported FROM attendance_log ORDER BY occurred_at');
  return found.map((row) => ({
    id: row.id,
    key: `${sightingKey(row.person_id, row.camera_id)} ${row.self_reported}`,
    atSeconds: (row.occurred_at.getTime() - start) / 1000,
  }));
}

const loggedEvents = async (): Promise<number[]> =>
  (
    await replicas[0]!.database.query<{ id: number }>(
      "SELECT (payload->>'log_id')::int AS id FROM outbox_message WHERE subject = 'evt.attendance.logged.v1' ORDER BY 1",
    )
  ).map(({ id }) => id);

const seen: fc.Arbitrary<Seen> = fc.record({
  personIds: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
  cameraId: fc.constantFrom(null, 'A', 'B'),
  self: fc.constantFrom(1, ...ids),
  // Includes moments exactly a window apart, and fractions of a second.
  atSeconds: fc.oneof(
    fc.integer({ min: 0, max: 4 }).map((n) => n * WINDOW_SECONDS),
    fc.integer({ min: 0, max: 240_000 }).map((ms) => ms / 1000),
  ),
});

describe('de-duplication', () => {
  it('de-duplication with concurrent writers keeps rows a window apart and a row near every recognition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(seen, { minLength: 1, maxLength: 20 }), async (sightings) => {
        await replicas[0]!.database.query('TRUNCATE attendance_log, outbox_message');
        const answers = await Promise.all(sightings.map(record));
        const written = await rows();

        for (const [i, row] of written.entries()) {
          const next = written.slice(i + 1).find(({ key }) => key === row.key);
          if (next) expect(next.atSeconds - row.atSeconds).toBeGreaterThanOrEqual(WINDOW_SECONDS);
        }
        const claims = sightings.flatMap(({ personIds, cameraId, atSeconds, self }, i) =>
          personIds.map((id) => {
            const key = sightingKey(id, cameraId);
            return { key, rowKey: `${key} ${id === self}`, atSeconds, recorded: answers[i] };
          }),
        );
        for (const { key, rowKey, atSeconds, recorded } of claims) {
          const answer: RecordedSighting = recorded!.get(key)!;
          const row = written.find(({ id }) => id === answer.logId);
          expect(row?.key).toBe(rowKey);
          expect(Math.abs(row!.atSeconds - atSeconds)).toBeLessThan(WINDOW_SECONDS);
        }
        const said = claims.filter(({ key, recorded }) => recorded?.get(key)?.written);
        expect(said).toHaveLength(written.length);
        expect(await loggedEvents()).toEqual(written.map(({ id }) => id).sort((one, other) => one - other));
      }),
      { numRuns: 60 },
    );
  });

  it('de-duplication lets exactly one of many simultaneous recognitions write a row', async () => {
    await replicas[0]!.database.query('TRUNCATE attendance_log, outbox_message');
    const crowd = Array.from({ length: 40 }, (_, i) =>
      record({ personIds: i % 2 ? ids : [...ids].reverse(), cameraId: 'A', atSeconds: (i % 7) / 10 }, i),
    );
    const answers = await Promise.all(crowd);
    for (const id of ids) {
      const mine = answers.map((answer) => answer.get(sightingKey(id, 'A'))!);
      expect(mine.filter(({ written }) => written)).toHaveLength(1);
      expect(new Set(mine.map(({ logId }) => logId)).size).toBe(1);
    }
    expect(await rows()).toHaveLength(ids.length);
  });

  it('de-duplication can be turned off', async () => {
    const replica = await startAttendance({
      site,
      settings: { ATTENDANCE_DEDUPLICATION_SECONDS: '0' },
    });
    const occurredAt = Instant.ofMs(start + 1_000_000_000);
    const moment = { method: 'face' as const, occurredAt, verificationSeconds: 0, requester: requesterOf() };
    const sighting = { person: people.get(10)!, cameraId: 'Z', location: null, confidence: 1 };
    for (let time = 0; time < 2; time++) {
      const recorded = await replica.database.transaction((tx) =>
        replica.get(AttendanceRecorder).record(tx, moment, [sighting]),
      );
      expect(recorded.get(sightingKey(10, 'Z'))).toMatchObject({ written: true });
    }
    await replica.stop();
  });
});

it('retention of attendance logs: without a setting all stay; with one only the older ones go', async () => {
  const [replica] = replicas as [AttendanceReplica];
  await replica.database.query('TRUNCATE attendance_log, outbox_message');
  for (const days of [400, 31, 29, 0])
    await replica.database.query(
      `INSERT INTO attendance_log (person_id, occurred_at, method, reason) VALUES ($1, now() - make_interval(days => $2), 'manual', $3)`,
      [ids[0], days, String(days)],
    );
  const left = async () =>
    (
      await replica.database.query<{ reason: string }>(
        'SELECT reason FROM attendance_log ORDER BY occurred_at',
      )
    ).map(({ reason }) => reason);
  await replica.get(LogRetention).sweep();
  expect(await left()).toEqual(['400', '31', '29', '0']);
  const settings = {
    ...replica.get<AttendanceSettings>(attendanceSettings.token as never),
    ATTENDANCE_LOG_RETENTION_DAYS: 30,
  };
  await new LogRetention(replica.get(AttendanceLogStore), settings).sweep();
  expect(await left()).toEqual(['29', '0']);
});
