import { createHmac, randomBytes } from 'node:crypto';
import { attendanceContract, contracts } from '@argus/contracts';
import { eventually, type HttpAnswer, sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AttendanceClient } from '../attendance-client.js';
import { takesOf } from '../takes.js';
import { answers, shapeFaults } from './examples.js';

/* Sends every request of the Face Attendance System's document as it stands there, with names, pictures and times of this run. */
const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);
const base = '/api/v1';
const run = randomBytes(4).toString('hex').toUpperCase();
const person = { employee_id: `DOC${run}`, email: `doc${run}@student.college.edu`.toLowerCase() };
const password = 'secure_password123';
const camera = `CAM${run}`;
/** The documented status, else that of the contract's Decisions. */
const statuses: Readonly<Record<string, number>> = {
  'POST /users/': 201,
  'DELETE /users/{id}/': 204,
  'POST /face/enroll/': 202,
  'POST /face/verify/': 202,
  'POST /face/bulk-verify/': 202,
  'POST /attendance/mark/': 201,
  'POST /cameras/': 201,
  'POST /security/report-incident/': 201,
  'POST /system/maintenance/': 202,
  'POST /mobile/check-in/': 202,
};
const got = new Map<string, HttpAnswer>();
let token: string;

/** Sends a request of the document and notes the answer under the operation. */
async function send(
  operation: string,
  given: { path?: string; body?: object; as?: string; headers?: Record<string, string> } = {},
) {
  const [method = '', path = ''] = operation.split(' ');
  const { path: filled = path, body, as = token, headers = {} } = given;
  const answer = await client.http.send(method, base + filled, { token: as, body, headers });
  got.set(operation, answer);
  return answer;
}
const bodyOf = <T>({ body }: HttpAnswer): T => body as T;

async function ask(): Promise<void> {
  const { email, password: secret } = admin;
  const session = bodyOf<{ access: string; refresh: string }>(
    await send('POST /auth/login/', { body: { email, password: secret }, as: '' }),
  );
  token = session.access;
  await client.removeDemo(token);
  const renewed = bodyOf<{ refresh?: string }>(
    await send('POST /auth/refresh/', { body: { refresh: session.refresh }, as: '' }),
  );
  const named = {
    first_name: 'Jane',
    last_name: 'Smith',
    role: 'student',
    department: 'Computer Science',
    password,
  };
  const { id } = bodyOf<{ id: number }>(await send('POST /users/', { body: { ...person, ...named } }));
  await send('GET /users/{id}/', { path: `/users/${id}/` });
  await send('PUT /users/{id}/', { path: `/users/${id}/`, body: { first_name: 'Jane', last_name: 'Smith' } });
  await send('GET /users/', {
    path: '/users/?role=student&department=Computer&search=Smith&page=1&page_size=20',
  });
  const own = (await client.login({ email: person.email, password })).access;

  const registered = {
    id: camera,
    name: 'Library Entrance',
    location: 'Library Building',
    ip_address: '192.168.1.101',
  };
  const access = {
    rtsp_url: 'rtsp://admin:password@192.168.1.101:554/stream',
    username: 'admin',
    password: 'camera_password',
  };
  await send('POST /cameras/', { body: { ...registered, ...access } });
  await send('GET /cameras/');
  for (const [method, word] of [
    ['POST', 'test'],
    ['GET', 'stream'],
    ['GET', 'health'],
  ] as const)
    await send(`${method} /cameras/{camera_id}/${word}/`, { path: `/cameras/${camera}/${word}/` });

  /* Whom no other test enrols. */
  const images = await takesOf(portraitsOf('schwarzenegger')[0]!);
  const [image] = images;
  const enrolling = { employee_id: person.employee_id, images, quality_check: true };
  const { task_id: enrolment } = bodyOf<{ task_id: string }>(
    await send('POST /face/enroll/', { body: enrolling }),
  );
  await client.finished('enroll', token, enrolment);
  await send('GET /face/enroll/status/{task_id}/', { path: `/face/enroll/status/${enrolment}/` });
  const verifying = { image, camera_id: camera, location: 'Main Building Entrance' };
  const { task_id: verification } = bodyOf<{ task_id: string }>(
    await send('POST /face/verify/', { body: verifying }),
  );
  await client.finished('verify', token, verification);
  await send('GET /face/verify/status/{task_id}/', { path: `/face/verify/status/${verification}/` });
  const options = { max_faces: 10, quality_threshold: 0.8, similarity_threshold: 0.85 };
  await send('POST /face/bulk-verify/', {
    body: { images: [{ id: 'frame_001', image, camera_id: camera }], options },
  });

  const day = new Date().toISOString().slice(0, 10);
  await send('POST /attendance/mark/', {
    body: {
      employee_id: person.employee_id,
      timestamp: '2024-03-15T08:45:00Z',
      reason: 'Manual entry due to system issue',
      marked_by: 'admin@college.edu',
    },
  });
  await send('GET /attendance/logs/', {
    path: `/attendance/logs/?employee_id=${person.employee_id}&camera_id=${camera}&department=Computer&page=1`,
  });
  await send('GET /attendance/summary/', {
    path: `/attendance/summary/?period=daily&date_from=${day}&date_to=${day}&department=Computer`,
  });
  await send('GET /reports/attendance/', {
    path: `/reports/attendance/?format=json&period=monthly&date_from=2024-02-01&date_to=2024-02-29&department=Computer&employee_ids=${person.employee_id}`,
  });
  await send('GET /reports/analytics/real-time/');
  await send('GET /reports/patterns/');
  await send('GET /system/health/');
  await send('GET /system/metrics/');
  /* One of a kind runs at a time, also of another test. */
  await eventually(
    () =>
      send('POST /system/maintenance/', {
        body: { task: 'cleanup_old_logs', parameters: { days_to_keep: 30_000 } },
      }),
    ({ status }) => status !== 409,
  );
  const audited = `/security/audit-logs/?action=verification&date_from=${day}&severity=info`;
  await eventually(
    () => client.http.get(base + audited, { token }),
    (answer) =>
      bodyOf<{ results: { details: { camera_id?: string } }[] }>(answer).results.some(
        ({ details }) => details.camera_id === camera,
      ),
  );
  await send('GET /security/audit-logs/', { path: `${audited}&user_id=${person.employee_id}` });
  const incident = {
    type: 'spoofing_attempt',
    camera_id: camera,
    timestamp: new Date().toISOString(),
    description: 'Multiple failed liveness checks',
  };
  await send('POST /security/report-incident/', { body: { ...incident, severity: 'medium', image } });
  await send('GET /mobile/profile/', { as: own });
  const location = { latitude: 40.7128, longitude: -74.006 };
  await send('POST /mobile/check-in/', {
    body: { image, location, timestamp: new Date().toISOString() },
    as: own,
  });

  const secret64 = randomBytes(32).toString('base64');
  const sender = await client.http.post(
    `${base}/webhook-senders/`,
    { name: `Document ${run}`, secret: `whsec_${secret64}` },
    { token },
  );
  const told = {
    event: 'attendance_logged',
    timestamp: new Date().toISOString(),
    data: { employee_id: person.employee_id, name: 'John Doe', camera_id: camera, confidence: 0.97 },
  };
  const [messageId, seconds] = [`msg_${run}`, String(Math.floor(Date.now() / 1000))];
  const signed = createHmac('sha256', Buffer.from(secret64, 'base64'))
    .update(`${messageId}.${seconds}.${JSON.stringify(told)}`)
    .digest('base64');
  await send('POST /webhooks/attendance/', {
    body: told,
    as: '',
    headers: { 'webhook-id': messageId, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signed}` },
  });
  await client.http.delete(`${base}/webhook-senders/${bodyOf<{ id: string }>(sender).id}/`, { token });
  await client.http.delete(`${base}/cameras/${camera}/`, { token });
  await send('DELETE /users/{id}/', { path: `/users/${id}/` });
  await send('POST /auth/logout/', { body: { refresh: renewed.refresh ?? session.refresh } });
}

const operations = [
  ...['POST /auth/login/', 'POST /auth/refresh/', 'POST /auth/logout/'],
  ...['GET /users/', 'POST /users/', 'GET /users/{id}/', 'PUT /users/{id}/', 'DELETE /users/{id}/'],
  ...[
    'POST /face/enroll/',
    'GET /face/enroll/status/{task_id}/',
    'POST /face/verify/',
    'GET /face/verify/status/{task_id}/',
    'POST /face/bulk-verify/',
  ],
  ...['GET /attendance/logs/', 'GET /attendance/summary/', 'POST /attendance/mark/'],
  ...[
    'GET /cameras/',
    'POST /cameras/',
    'GET /cameras/{camera_id}/stream/',
    'POST /cameras/{camera_id}/test/',
    'GET /cameras/{camera_id}/health/',
  ],
  ...['GET /reports/attendance/', 'GET /reports/analytics/real-time/', 'GET /reports/patterns/'],
  ...['GET /system/health/', 'GET /system/metrics/', 'POST /system/maintenance/'],
  ...[
    'GET /security/audit-logs/',
    'POST /security/report-incident/',
    'GET /mobile/profile/',
    'POST /mobile/check-in/',
    'POST /webhooks/attendance/',
  ],
];

describe('the document of the Face Attendance System', () => {
  beforeAll(ask, 240_000);

  it('attendance document: all 32 operations are built and asked', () => {
    const built = new Set(
      contracts
        .flatMap(({ operations: each }) => Object.values(each))
        .map(({ http }) => http && `${http.method} ${http.path}`),
    );
    const normal = (operation: string): string =>
      operation.replace(' ', ` ${base}`).replace('{camera_id}', '{id}');
    expect(operations).toHaveLength(32);
    expect(operations.filter((each) => !built.has(normal(each)))).toEqual([]);
    expect([...got.keys()].sort()).toEqual([...operations].sort());
    expect(Object.keys(answers).filter((each) => !operations.includes(each))).toEqual([]);
    expect(attendanceContract.operations.logs.http?.path).toBe(`${base}/attendance/logs/`);
  });

  it.each(operations)(
    'attendance document: %s takes the documented request and answers with the documented fields and types',
    (operation) => {
      const { status, body } = got.get(operation)!;
      expect([status, status >= 300 ? body : undefined]).toEqual([statuses[operation] ?? 200, undefined]);
      if (operation in answers) expect(shapeFaults(answers[operation], body)).toEqual([]);
    },
  );
});
