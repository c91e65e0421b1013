import { randomUUID } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  auditContract,
  type AuditState,
  galleryContract,
  type GalleryRebuilt,
  maintenanceContract,
  type MaintenanceParameters,
  type MaintenanceRun,
} from '@argus/contracts';
import { Site, fake, ServiceReplica } from '@argus/testing/services';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attendanceService } from '../index.js';
import { admin } from '../testing/attendance-fixture.js';

const { start, list, get } = maintenanceContract.operations;
let site: Site;
let replica: ServiceReplica;
let audit: () => Promise<AuditState>;
let gallery: () => Promise<GalleryRebuilt>;
let program: string;

beforeAll(async () => {
  site = await Site.create();
  program = join(site.folder, 'backup');
  replica = await ServiceReplica.start(attendanceService, {
    site,
    settings: { BACKUP_PROGRAM: program },
    fakes: [
      fake(auditContract, { note: async () => undefined, verify: () => audit() }),
      fake(galleryContract, {
        templates: async () => ({ models: [] }),
        outdated: async () => ({ count: 0, results: [] }),
        rebuild: () => gallery(),
      }),
    ],
  });
});
afterAll(async () => {
  await replica.stop();
  await site.remove();
});

const begin = (task: string, parameters: MaintenanceParameters = {}) =>
  replica.call(start, { body: { task, parameters } }, admin);
const ended = async (task: string, parameters?: MaintenanceParameters): Promise<MaintenanceRun> => {
  const { id } = await begin(task, parameters);
  return eventually(
    () => replica.call(get, { params: { run_id: id } }, admin),
    ({ status }) => status === 'completed' || status === 'failed',
  );
};
const programSays = (script: string): void => {
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o700);
};

describe('maintenance', () => {
  it('maintenance: an unknown task, and logs without a time for which they are kept, are refused and nothing is stored', async () => {
    for (const task of ['drop_database', '', 'cleanup_old_logs ', '__proto__'])
      await expect(begin(task)).rejects.toMatchObject({
        code: expect.stringMatching(/UNKNOWN_MAINTENANCE|VALIDATION/),
      });
    for (const parameters of [{}, { days_to_keep: 29 }])
      await expect(begin('cleanup_old_logs', parameters)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    expect(await replica.call(list, { query: { page: 1, page_size: 20 } }, admin)).toEqual({
      count: 0,
      results: [],
    });
  });

  it('cleanup_old_logs: attendance older than the days is deleted and counted, the rest stays, and it is audited', async () => {
    await replica.database.query(
      `INSERT INTO person (account_id, employee_id, name, role, is_active, revision) VALUES (1, 'P1', '', 'admin', true, 1)`,
    );
    await replica.database.query(
      `INSERT INTO attendance_log (person_id, occurred_at, method, reason)
       SELECT 1, now() - make_interval(days => age), 'manual', 'test' FROM unnest(ARRAY[10, 39, 41, 400]) AS age`,
    );
    expect(await ended('cleanup_old_logs', { days_to_keep: 40 })).toMatchObject({
      status: 'completed',
      message: '2 attendances older than 40 days were deleted.',
      parameters: { days_to_keep: 40 },
      requested_by: 'ADM001',
      ended_at: expect.stringMatching(/Z$/),
    });
    expect(await replica.database.query('SELECT FROM attendance_log')).toHaveLength(2);
    const told = await replica.database.query<{ payload: object }>(
      `SELECT payload FROM outbox_message WHERE subject = 'evt.attendance.maintenance-started.v1'`,
    );
    expect(told.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({ task: 'cleanup_old_logs', days_to_keep: 40, requested_by: 1 }),
    ]);
  });

  it('verify_audit: a chain that was changed fails the run and names the event', async () => {
    audit = async () => ({ intact: true, position: 812, problem: null });
    expect(await ended('verify_audit')).toMatchObject({
      status: 'completed',
      message: 'The audit is intact up to event 812.',
    });
    audit = async () => ({ intact: false, position: 7, problem: 'changed' });
    expect(await ended('verify_audit')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('Event 7 of the audit is changed'),
    });
  });

  it('rebuild_gallery: one at a time; what passes by itself is tried again', async () => {
    let tries = 0;
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    gallery = async () => {
      await released;
      if (++tries === 1) throw new Error('out of reach');
      return { people: 12, seconds: 0.4 };
    };
    const { id, status } = await begin('rebuild_gallery');
    expect(status).toMatch(/queued|processing/);
    await expect(begin('rebuild_gallery')).rejects.toMatchObject({ code: 'MAINTENANCE_RUNNING' });
    release();
    const done = await eventually(
      () => replica.call(get, { params: { run_id: id } }, admin),
      (run) => run.status === 'completed',
    );
    expect(done.message).toMatch(/^The faces of 12 people/);
    expect(tries).toBe(2);
  });

  it('backup_database: the last words of the program are told; without it, or when it fails, the run fails clearly', async () => {
    expect(await ended('backup_database')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('ENOENT'),
    });
    programSays('echo "working"; echo "a.argus: restored and verified"');
    expect(await ended('backup_database')).toMatchObject({
      status: 'completed',
      message: expect.stringMatching(/a\.argus: restored and verified$/),
    });
    programSays('echo "no space left" >&2; exit 3');
    expect(await ended('backup_database')).toMatchObject({
      status: 'failed',
      message: 'The backup failed: no space left',
    });
    programSays('head -c 5000000 /dev/zero | tr "\\\\0" x; echo end');
    const { message } = await ended('backup_database');
    expect(message.length).toBeLessThanOrEqual(1000);
    expect(message).toMatch(/xxxend$/);
  });

  it('maintenance: a run that lost its process does not stop the next one', async () => {
    const id = randomUUID();
    await replica.database.query(
      `INSERT INTO maintenance_run (id, task, parameters, requested_at) VALUES ($1, 'verify_audit', '{}', now() - interval '7 hours')`,
      [id],
    );
    audit = async () => ({ intact: true, position: 1, problem: null });
    expect((await ended('verify_audit')).status).toBe('completed');
    expect(await replica.call(get, { params: { run_id: id } }, admin)).toMatchObject({ status: 'failed' });
    for (const unknown of [randomUUID(), 'x', "' OR 1=1"])
      await expect(replica.call(get, { params: { run_id: unknown } }, admin)).rejects.toMatchObject({
        code: 'MAINTENANCE_NOT_FOUND',
      });
  });
});
