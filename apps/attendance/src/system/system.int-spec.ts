import { randomUUID } from 'node:crypto';
import { systemContract, trafficContract } from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { GatewayTrafficStore } from './gateway-traffic.store.js';

const { health, metrics } = systemContract.operations;
let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance();
});
afterAll(() => replica.stop());

const note = (gateway: string, requests: number, failures: number, seconds: number) =>
  replica.call(trafficContract.operations.note, { body: { gateway, requests, failures, seconds } });
const wait = (name: string, age: string) =>
  replica.database.query(
    `INSERT INTO attendance_jobs.job (name, data, start_after) VALUES ($1, '{}', now() - $2::interval)`,
    [name, age],
  );

describe('the health of the platform', () => {
  it('health: without requests nothing is told of them, and every part is looked at', async () => {
    expect(await replica.call(health, {}, admin)).toEqual({
      status: 'healthy',
      timestamp: expect.stringMatching(/Z$/),
      services: {
        database: { status: 'healthy', response_time: expect.any(Number), served_by: 'PostgreSQL' },
        redis: {
          status: 'healthy',
          memory_usage: expect.stringMatching(/^\d{1,2}%$/),
          served_by: expect.stringContaining('PostgreSQL'),
        },
        rabbitmq: {
          status: 'healthy',
          queue_size: 0,
          served_by: 'the process itself (calls, events), PostgreSQL (jobs)',
        },
        ai_workers: { status: 'healthy', active_workers: 2 },
      },
      performance: { avg_api_response_time: null, requests_per_minute: 0, error_rate: null },
    });
  });

  it('health: what all gateways answered in five minutes is told together, and what is older is not', async () => {
    await note('one', 80, 1, 4);
    await note('two', 10, 1, 5);
    await note('one', 10, 0, 1);
    await replica.database.query(
      `INSERT INTO gateway_traffic VALUES (now() - interval '6 minutes', 'one', 1000, 1000, 1000), (now() - interval '2 hours', 'one', 1, 1, 1)`,
    );
    const { performance } = await replica.call(health, {}, admin);
    expect(performance).toEqual({ avg_api_response_time: 0.1, requests_per_minute: 20, error_rate: 0.02 });
    await replica.get(GatewayTrafficStore).deleteOld();
    expect(await replica.database.query('SELECT FROM gateway_traffic')).toHaveLength(3);
  });

  it('health: a due job that nobody takes for a minute degrades the queue; one for later does not', async () => {
    await replica.database.query(
      'SELECT attendance_jobs.create_queue(\'nobody\', \'{"policy":"standard"}\')',
    );
    await wait('nobody', '-1 hour');
    expect((await replica.call(health, {}, admin)).services.rabbitmq).toMatchObject({
      status: 'healthy',
      queue_size: 1,
    });
    await wait('nobody', '61 seconds');
    const told = await replica.call(health, {}, admin);
    expect(told.services.rabbitmq).toMatchObject({ status: 'degraded', queue_size: 2 });
    expect(told.status).toBe('degraded');
  });

  it('metrics: shares are shares, and face tasks are counted by how they ended', async () => {
    const before = await replica.call(metrics, {}, admin);
    expect(before.face_processing).toMatchObject({
      total_processed: 0,
      avg_processing_time: null,
      success_rate: null,
    });
    for (const name of ['cpu_usage', 'memory_usage', 'disk_usage'] as const) {
      expect(before[name]).toBeGreaterThanOrEqual(0);
      expect(before[name]).toBeLessThanOrEqual(1);
    }
    for (const [status, seconds] of [
      ['completed', 1],
      ['completed', 3],
      ['failed', 2],
    ] as const)
      await replica.database.query(
        `INSERT INTO face_task (id, kind, status, requested_by, input, photograph_bytes, started_at, ended_at)
         VALUES ($1, 'verify', $2, 1, '{}', 0, now() - make_interval(secs => $3), now())`,
        [randomUUID(), status, seconds],
      );
    expect((await replica.call(metrics, {}, admin)).face_processing).toMatchObject({
      total_processed: 3,
      avg_processing_time: 2,
      success_rate: 0.67,
    });
  });
});
