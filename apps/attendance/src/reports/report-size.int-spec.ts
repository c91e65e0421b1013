import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { attendanceReportContract, type ReportFileFormat, type ReportJobView } from '@argus/contracts';
import { checkFolder, checkSize, eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';

const PEOPLE = checkSize('REPORT_PEOPLE', 700);
/** Where pictures of first pages go; nowhere by default. */
const picturesTo = checkFolder('REPORT_PICTURES');
const names = [
  'Zoë Ødegård',
  'Nguyễn Thị Hương',
  'محمد الزهراء',
  'דנה כהן',
  '=HYPERLINK("http://x")',
  'Юрий Гагарин',
];
const { report, job, file } = attendanceReportContract.operations;
const query = {
  period: 'monthly',
  background: false,
  date_from: '2026-02-01',
  date_to: '2026-02-28',
} as const;

let replica: AttendanceReplica;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'argus-report-'));
  replica = await startAttendance({ settings: { REPORT_PEOPLE_AT_ONCE: '100' } });
  await replica.database.query(
    `INSERT INTO person (account_id, employee_id, name, department, role, is_active, revision)
     SELECT id, 'EMP' || to_char(id, 'FM00000'), ($2::text[])[1 + id % 6],
            (ARRAY['Computer Science', 'Mathematics', 'قسم الهندسة', 'Phòng Kế toán'])[1 + id % 4], 'student', true, 1
       FROM generate_series(1, $1::int) AS id`,
    [PEOPLE, names],
  );
  /* In and out on most days of the month, in the same disorder each time. */
  for (let day = 1; day <= 28; day++)
    await replica.database.query(
      `INSERT INTO attendance_log (person_id, occurred_at, method, reason)
       SELECT id, $2::timestamptz + make_interval(hours => 8 + 9 * turn, mins => (id * 7 + $3 * 13) % 50), 'manual', 'test'
         FROM generate_series(1, $1::int) AS id
        CROSS JOIN generate_series(0, 1) AS turn
        WHERE (id + $3::int * 5) % 11 > 0 AND extract(isodow FROM $2::timestamptz) < 6`,
      [PEOPLE, `2026-02-${String(day).padStart(2, '0')}T00:00:00Z`, day],
    );
}, 300_000);
afterAll(async () => {
  await replica.stop();
  rmSync(folder, { recursive: true });
});

async function made(format: ReportFileFormat): Promise<{ bytes: Buffer; name: string }> {
  const input = { query: { ...query, format }, body: {} };
  const begun = JSON.parse(
    Buffer.from((await replica.call(report, input, admin)).bytes).toString(),
  ) as ReportJobView;
  const params = { job_id: begun.job_id };
  const { status } = await eventually(
    () => replica.call(job, { params }, admin),
    (state) => state.status === 'completed' || state.status === 'failed',
  );
  expect(status).toBe('completed');
  const { bytes, filename } = await replica.call(file, { params, body: {} }, admin);
  return { bytes: Buffer.from(bytes), name: filename! };
}

/** Runs a program; says so and returns undefined where there is none. */
function ran(program: string, words: readonly string[]): string | undefined {
  try {
    return execFileSync(program, words, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    process.stderr.write(`NOT RUN: there is no ${program} here\n`);
    return undefined;
  }
}

describe('reports of a whole organisation', () => {
  it.each(['csv', 'excel', 'pdf'] as const)(
    'a month as %s: made twice it has the same bytes, and other programs read all of it',
    async (format) => {
      const before = process.memoryUsage().rss;
      let peak = before;
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
      const from = performance.now();
      const { bytes, name } = await made(format);
      const seconds = (performance.now() - from) / 1000;
      clearInterval(watch);
      process.stderr.write(
        `${format}: ${PEOPLE} people, ${seconds.toFixed(1)} s, ${Math.round(bytes.length / 1024)} KiB; the process had ${mebibytes(before)} MiB before and ${mebibytes(peak)} MiB at most\n`,
      );
      expect((await made(format)).bytes.equals(bytes)).toBe(true);
      writeFileSync(join(folder, name), bytes);
      readers[format](name);
    },
    300_000,
  );
});

/* LibreOffice keeps its settings elsewhere, and one that runs already is left alone. */
const profile = (): string[] => [`-env:UserInstallation=file://${join(folder, 'office')}`];

const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

const readers: Readonly<Record<ReportFileFormat, (name: string) => void>> = {
  csv: (name) => {
    const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(PEOPLE + 1);
    expect(lines.filter((line) => line.includes(',"\'=HYPERLINK'))).toHaveLength(
      Math.floor((PEOPLE + 2) / 6),
    );
  },
  excel: (name) => {
    const sheets = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
    if (ran('soffice', [...profile(), '--headless', '--convert-to', sheets, name]) === undefined) return;
    const rows = readFileSync(join(folder, name.replace('.xlsx', '-People.csv')), 'utf8')
      .trimEnd()
      .split('\n');
    expect(rows).toHaveLength(PEOPLE + 1);
    for (const each of names) expect(rows.some((row) => row.includes(each.replaceAll('"', '""')))).toBe(true);
    picture(
      'report-excel',
      ['soffice', [...profile(), '--headless', '--convert-to', 'pdf', name]],
      name.replace('.xlsx', '.pdf'),
    );
  },
  pdf: (name) => {
    const text = ran('pdftotext', ['-layout', name, '-']);
    if (text === undefined) return;
    expect(text).toContain('Attendance report');
    expect(text.match(/EMP\d{5}/g)).toHaveLength(PEOPLE);
    const [, pages] = /^Pages: +(\d+)$/m.exec(ran('pdfinfo', [name])!)!;
    expect(text).toContain(`Page ${pages} of ${pages}`);
    /* Letters that run right to left come out in the order of reading, between marks. */
    for (const each of ['Zoë Ødegård', 'Nguyễn Thị Hương', 'Юрий Гагарин', 'דנה כהן', 'محمد'])
      expect(text).toContain(each);
    picture('report-pdf', undefined, name);
  },
};

/** Makes a picture of the first page for the documentation, if one is asked for. */
function picture(
  title: string,
  convert: readonly [string, readonly string[]] | undefined,
  pdf: string,
): void {
  if (picturesTo === undefined) return;
  if (convert) ran(...convert);
  mkdirSync(picturesTo, { recursive: true });
  ran('pdftoppm', ['-png', '-r', '80', '-singlefile', pdf, join(picturesTo, title)]);
}
