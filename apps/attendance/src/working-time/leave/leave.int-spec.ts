import { leaveContract, type LeaveBody } from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import {
  admin,
  type AttendanceReplica,
  principal,
  startAttendance,
} from '../../testing/attendance-fixture.js';
import { WorkingTimeClient } from '../../testing/working-time.js';

const { list, create, remove, import: importLeave } = leaveContract.operations;

let replica: AttendanceReplica;
let client: WorkingTimeClient;
beforeAll(async () => {
  replica = await startAttendance({ people: [11, 12, 13, 14, 15] });
  client = new WorkingTimeClient(replica);
  const { id } = await client.shift();
  for (const employee of ['P11', 'P12', 'P13', 'P14']) await client.assign(employee, [id]);
});
afterAll(() => replica.stop());

const sent = (content: string | Uint8Array, media_type: string, encoding: 'identity' | 'gzip' = 'identity') =>
  replica.call(importLeave, { body: { content: Buffer.from(content), media_type, encoding } }, admin);
const json = (...rows: object[]) => sent(JSON.stringify(rows), 'application/json');
const row = (reference: string, more: object = {}) => ({
  employee_id: 'P12',
  kind: 'Annual leave',
  date_from: '2026-07-06',
  date_to: '2026-07-07',
  reference,
  ...more,
});
const listed = async (employee_id: string, caller = admin) =>
  (await replica.call(list, { query: { page: 1, page_size: 100, employee_id } }, caller)).results;
const day = async (employee: string, date: string, caller = admin) => {
  const [found] = await client.days(employee, date, date, caller);
  return { status: found?.status, texts: found?.reasons.map(({ text }) => text) };
};

describe('leave', () => {
  it('leave that is entered excuses its days until it is removed, and only administrators and the person see its kind', async () => {
    const body: LeaveBody = {
      employee_id: 'P11',
      kind: 'Sick',
      date_from: '2026-03-16',
      date_to: '2026-03-17',
      part: 'day',
    };
    const { id } = await replica.call(create, { body }, admin);
    expect(await day('P11', '2026-03-17')).toEqual({ status: 'leave', texts: ['leave: Sick'] });
    expect(await day('P11', '2026-03-17', principal(11, 'faculty', 'P11'))).toEqual({
      status: 'leave',
      texts: ['leave: Sick'],
    });
    expect(await day('P11', '2026-03-17', principal(12, 'faculty', 'P12'))).toEqual({
      status: 'leave',
      texts: ['leave'],
    });
    expect(await listed('P11', principal(12, 'faculty', 'P12'))).toEqual([]);
    expect((await day('P11', '2026-03-18')).status).toBe('absent');
    await replica.call(remove, { params: { id } }, admin);
    expect((await day('P11', '2026-03-17')).status).toBe('absent');
    await expect(replica.call(remove, { params: { id } }, admin)).rejects.toMatchObject({
      code: 'LEAVE_NOT_FOUND',
    });
  });

  it('leave on the same days or halves is refused and named, two halves of a day are not', async () => {
    const entered = (more: Partial<LeaveBody>) =>
      replica.call(
        create,
        {
          body: {
            ...{ employee_id: 'P15', kind: 'Annual leave', date_from: '2026-09-07', date_to: '2026-09-08' },
            ...{ part: 'day' as const, ...more },
          },
        },
        admin,
      );
    await entered({});
    const refused = {
      code: 'LEAVE_OVERLAPS',
      details: { kind: 'Annual leave', first: '2026-09-07', last: '2026-09-08' },
    };
    for (const more of [
      {},
      { kind: 'Sick', date_from: '2026-09-08', date_to: '2026-09-20' },
      { part: 'first_half' as const },
    ])
      await expect(entered(more)).rejects.toMatchObject(refused);
    const half = { date_from: '2026-09-10', date_to: '2026-09-10' };
    await entered({ ...half, part: 'first_half' });
    await entered({ ...half, part: 'second_half', kind: 'Care' });
    await expect(entered({ ...half, part: 'second_half' })).rejects.toMatchObject({ code: 'LEAVE_OVERLAPS' });
  });

  it('an import creates, changes and cancels by reference, and the same file again changes nothing', async () => {
    expect(await json(row('A'), row('B', { date_from: '2026-07-08', date_to: '2026-07-08' }))).toEqual({
      received: 2,
      created: 2,
      changed: 0,
      cancelled: 0,
      unchanged: 0,
    });
    const next = [row('A'), row('B', { part: 'first_half' }), row('C', { status: 'cancelled' })];
    expect(await json(...next)).toMatchObject({ created: 0, changed: 1, cancelled: 0, unchanged: 2 });
    expect(await json(...next)).toMatchObject({ created: 0, changed: 0, cancelled: 0, unchanged: 3 });
    expect(await json(row('A', { status: 'cancelled' }))).toMatchObject({ cancelled: 1 });
    expect((await listed('P12')).map(({ reference, part }) => `${reference} ${part}`)).toEqual([
      'B first_half',
    ]);
  });

  it.each([
    ['commas', (line: string) => line, 'identity' as const],
    [
      'semicolons, a byte order mark and Windows lines',
      (line: string) => line.replaceAll(',', ';').replaceAll('\n', '\r\n'),
      'identity' as const,
    ],
    ['tabs, packed by gzip', (line: string) => line.replaceAll(',', '\t'), 'gzip' as const],
  ])('an import reads CSV with %s', async (name, written, encoding) => {
    const reference = `CSV ${name}`;
    const text = `\uFEFFemployee_id,kind,date_from,date_to,part,reference,status\nP13,"Étude",2026-08-03,2026-08-04,,${reference.replaceAll(',', '')},\n\n`;
    const bytes = Buffer.from(written(text));
    expect(await sent(encoding === 'gzip' ? gzipSync(bytes) : bytes, 'text/csv', encoding)).toMatchObject({
      received: 1,
      created: 1,
    });
    expect((await listed('P13')).at(-1)).toMatchObject({ kind: 'Étude', part: 'day', date_to: '2026-08-04' });
  });

  it.each([
    [';', 'Annual leave, paid'],
    [',', 'Annual leave; paid'],
  ])('cells between "%s" may hold what separates cells elsewhere: %s', async (delimiter, kind) => {
    const header = ['employee_id', 'kind', 'date_from', 'date_to', 'reference'];
    const cells = ['P14', kind, '2026-09-07', '2026-09-07', `between ${kind}`.replaceAll(/[,;]/g, '')];
    const text = [header, cells].map((line) => line.join(delimiter)).join('\n');
    expect(await sent(text, 'text/csv')).toMatchObject({ received: 1 });
    expect((await listed('P14'))[0]).toMatchObject({ kind });
    const cancelled = [...header, 'status'].join() + `\n${[...cells.with(1, 'x'), 'cancelled'].join()}\n`;
    expect(await sent(cancelled, 'text/csv')).toMatchObject({ cancelled: 1 });
  });

  it('an import with a bad row names it by position and takes over nothing', async () => {
    const bad = [
      row('good', { employee_id: 'P14' }),
      row('reversed', { date_to: '2026-07-01' }),
      row('good', { employee_id: 'P14' }),
      row('misspelt', { parts: 'first_half' }),
      { reference: 'empty' },
    ];
    const refused = (await json(...bad).catch((error: unknown) => error)) as {
      code: string;
      details: { issues: { path: unknown[] }[] };
    };
    expect(refused.code).toBe('VALIDATION_FAILED');
    expect(refused.details.issues.map(({ path }) => path.join('.'))).toEqual([
      '2.date_from',
      '3.reference',
      '4.parts',
      '5.employee_id',
      '5.kind',
      '5.date_from',
      '5.date_to',
    ]);
    await expect(
      json(row('good', { employee_id: 'P14' }), row('other', { employee_id: 'nobody' })),
    ).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: [2, 'employee_id'] }] },
    });
    expect(await listed('P14')).toEqual([]);
  });

  it.each([
    ['no JSON', 'application/json', '[{'],
    ['an object', 'application/json', '{}'],
    ['CSV with a line that has too many cells', 'text/csv', 'employee_id,kind\nP14,a,b\n'],
    ['CSV that is not UTF-8', 'text/csv', Buffer.from([0x61, 0xff, 0x0a])],
  ])('an import of %s is refused', async (_, media, content) => {
    await expect(sent(content, media)).rejects.toMatchObject({ code: 'MALFORMED_BODY' });
  });

  it('an import that unpacks to more than its limit is refused', async () => {
    await expect(
      sent(gzipSync(Buffer.alloc(17 * 1024 * 1024, 0x20)), 'application/json', 'gzip'),
    ).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });
});
