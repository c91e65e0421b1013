import { eventually, sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import { AttendanceClient } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

describe('the platform about itself', () => {
  it('health: every part works, and the gateways tell how fast they answered', async () => {
    const { access: token } = await client.login();
    const { body } = await eventually(
      () => client.http.get('/api/v1/system/health/', { token }),
      (answer) => (answer.body as Health).performance.avg_api_response_time !== null,
    );
    expect(body).toMatchObject({
      services: {
        database: { status: 'healthy' },
        redis: { memory_usage: expect.stringMatching(/^\d+%$/) },
        rabbitmq: { queue_size: expect.any(Number) },
        ai_workers: { status: 'healthy' },
      },
    });
    const { services, performance } = body as Health;
    expect(services.ai_workers.active_workers).toBeGreaterThan(0);
    expect(performance.requests_per_minute).toBeGreaterThan(0);
  });

  it('metrics: administrators see the machine, others do not', async () => {
    const { access: token } = await client.login();
    const { status, body } = await client.http.get('/api/v1/system/metrics/', { token });
    expect([status, Object.keys(body as object)]).toEqual([
      200,
      ['cpu_usage', 'memory_usage', 'disk_usage', 'network_io', 'face_processing'],
    ]);
    const { access } = await client.login(await client.createUser(token));
    expect((await client.http.get('/api/v1/system/metrics/', { token: access })).status).toBe(403);
    expect((await client.http.get('/api/v1/system/health/')).status).toBe(401);
  });

  it('maintenance: administrators have the audit verified and the gallery read anew, and see that it was done', async () => {
    const { access: token } = await client.login();
    const path = '/api/v1/system/maintenance/';
    const unknown = await client.http.post(path, { task: 'format_disk' }, { token });
    expect([unknown.status, unknown.body]).toEqual([400, { error: 'Unknown maintenance task' }]);
    const few = { task: 'cleanup_old_logs', parameters: { days_to_keep: 1 } };
    expect((await client.http.post(path, few, { token })).status).toBe(400);
    for (const task of ['verify_audit', 'rebuild_gallery']) {
      /* Another test may have begun one. */
      const begun = await eventually(
        () => client.http.post(path, { task }, { token }),
        ({ status }) => status !== 409,
      );
      expect(begun.status).toBe(202);
      const { id } = begun.body as { id: string };
      const { body } = await eventually(
        () => client.http.get(`${path}${id}/`, { token }),
        (run) => (run.body as { ended_at: string | null }).ended_at !== null,
      );
      expect(body).toMatchObject({ task, status: 'completed', message: expect.any(String) });
    }
    const { access } = await client.login(await client.createUser(token));
    expect((await client.http.post(path, few, { token: access })).status).toBe(403);
    expect((await client.http.post(path, few)).status).toBe(401);
  });

  it('real time: the documented members are there', async () => {
    const { access: token } = await client.login();
    const { status, body } = await client.http.get('/api/v1/reports/analytics/real-time/', { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      today_attendance: expect.any(Number),
      system_health: { ai_worker_status: 'healthy', database_connections: expect.any(Number) },
      camera_status: { online: expect.any(Number), offline: expect.any(Number), errors: expect.any(Number) },
    });
  });
});

interface Health {
  readonly services: { readonly ai_workers: { readonly active_workers: number } };
  readonly performance: {
    readonly avg_api_response_time: number | null;
    readonly requests_per_minute: number;
  };
}
