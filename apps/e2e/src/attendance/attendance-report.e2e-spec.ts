import { randomBytes } from 'node:crypto';
import { eventually, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AttendanceClient, type User } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);
const path = '/api/v1/reports/attendance/';
const department = `Dep ${randomBytes(6).toString('hex')}`;
let token: string;
let user: User;

beforeAll(async () => {
  token = (await client.login()).access;
  user = await client.createUser(token, { department });
  const entry = { reason: 'Badge', marked_by: 'x@example.com', employee_id: user.employee_id };
  for (const timestamp of ['2026-02-02T08:00:00Z', '2026-02-03T08:00:00Z'])
    await client.http.post('/api/v1/attendance/mark/', { ...entry, timestamp }, { token });
  await eventually(
    () => client.http.get(`${path}${query()}`, { token }),
    ({ body }) => (body as { total_employees: number }).total_employees === 1,
  );
});

const query = (more = '') =>
  `?date_from=2026-02-02&date_to=2026-02-13&time_zone=UTC&department=${encodeURIComponent(department)}${more}`;
const fetchReport = (more = '') =>
  fetch(`${url}${path}${query(more)}`, { headers: { authorization: `Bearer ${token}` } });

describe('reports of attendance as files', () => {
  it('report: the JSON has the documented members, and the same question the same bytes', async () => {
    const { status, body } = await client.http.get(`${path}${query()}`, { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      report_id: expect.stringMatching(/^RPT_\d{8}_\d{3,}$/),
      generated_at: expect.stringMatching(/Z$/),
      period: 'monthly',
      date_range: '2026-02-02 to 2026-02-13',
      total_employees: 1,
      attendance_rate: 0.2,
      department_stats: {
        [department]: { total_employees: 1, attendance_rate: 0.2, avg_daily_attendance: 0.2 },
      },
    });
    expect((await client.http.get(`${path}${query('&format=json')}`, { token })).body).toEqual(body);
  });

  it.each([
    ['csv', 'text/csv; charset=utf-8', 'csv', '\uFEFFemp'],
    ['pdf', 'application/pdf', 'pdf', '%PDF-'],
    ['excel', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx', 'PK'],
  ])(
    'report: ?format=%s downloads a file, whose bytes are the same again',
    async (format, type, extension, head) => {
      const [first, again] = [await fetchReport(`&format=${format}`), await fetchReport(`&format=${format}`)];
      expect([first.status, first.headers.get('content-type')]).toEqual([200, type]);
      expect(first.headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment; filename="RPT_\\d{8}_\\d{3,}_2026-02-02_2026-02-13\\.${extension}"$`),
      );
      const bytes = Buffer.from(await first.arrayBuffer());
      expect(bytes.subarray(0, Buffer.byteLength(head)).toString()).toBe(head);
      expect(Buffer.from(await again.arrayBuffer()).equals(bytes)).toBe(true);
    },
  );

  it('report: an unknown format, ten years, days in disorder and a caller without a token are refused', async () => {
    for (const bad of [
      'format=docx',
      'period=yearly',
      'date_from=2016-01-01&date_to=2025-12-31',
      'date_from=2026-02-30',
    ])
      expect((await client.http.get(`${path}?${bad}`, { token })).status).toBe(400);
    const reversed = await client.http.get(`${path}?date_from=2026-02-02&date_to=2026-02-01`, { token });
    expect(reversed.body).toEqual({ date_from: ['date_from must not be after date_to.'] });
    expect((await client.http.get(path)).status).toBe(401);
  });

  it('report: a user sees the attendance of nobody else', async () => {
    const { access } = await client.login(await client.createUser(token, { department }));
    const { body } = await client.http.get(`${path}${query()}&employee_ids=${user.employee_id}`, {
      token: access,
    });
    expect(body).toMatchObject({ total_employees: 0 });
  });

  it('report: one made in the background is downloaded with the bytes that it has at once', async () => {
    const begun = await client.http.get(`${path}${query('&format=pdf&background=true')}`, { token });
    expect(begun.status).toBe(202);
    const { status_url } = begun.body as { status_url: string };
    const { body } = await eventually(
      () => client.http.get(status_url, { token }),
      (answer) => (answer.body as { status: string }).status === 'completed',
    );
    const { download_url, progress } = body as { download_url: string; progress: number };
    expect(progress).toBe(1);
    const file = await fetch(`${url}${download_url}`, { headers: { authorization: `Bearer ${token}` } });
    const atOnce = await fetchReport('&format=pdf');
    expect(file.headers.get('content-disposition')).toBe(atOnce.headers.get('content-disposition'));
    expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from(await atOnce.arrayBuffer()))).toBe(true);
  });

  it('report: a job that there is not is 404, for its state and for its file', async () => {
    for (const end of ['', 'file/']) {
      const unknown = await client.http.get(`${path}jobs/7d444840-9dc0-41d1-b245-5ffdce74fad2/${end}`, {
        token,
      });
      expect([unknown.status, unknown.body]).toEqual([404, { error: 'Report not found; ask for it again.' }]);
    }
  });
});
