import type { Sighting } from './sighting.js';
import type { Stage } from './stage.js';

const day = (daysFromNow: number): string =>
  new Date(Date.now() + daysFromNow * 86_400_000).toISOString().slice(0, 10);

async function marked(stage: Stage, timestamp: string): Promise<string> {
  const { employee_id } = await stage.user();
  const mark = { employee_id, timestamp, reason: 'The camera was down', marked_by: stage.target.admin.email };
  await stage.must('POST', '/api/v1/attendance/mark/', mark);
  return employee_id;
}

async function countOn(stage: Stage, employee_id: string, date: string, zone: string): Promise<number> {
  const path = `/api/v1/attendance/logs/?employee_id=${employee_id}&date_from=${date}&date_to=${date}&time_zone=${zone}`;
  return (await stage.must<{ count: number }>('GET', path)).count;
}

async function bucketStarts(stage: Stage, query: string): Promise<unknown> {
  const equipment = await stage.machine();
  await stage.readings(equipment, [{ measured_at: '2026-01-07T12:00:00Z' }]);
  const path = `/api/data/aggregate/?equipment=${equipment}&from=2026-01-05T00:00:00Z&to=2026-01-12T00:00:00Z&${query}`;
  const { body } = await stage.ask('GET', path);
  const { buckets } = body as { buckets?: readonly { start: string }[] };
  return buckets?.map(({ start }) => start) ?? body;
}

export const daySightings: readonly Sighting[] = [
  ...[
    { zone: 'Asia/Kolkata', moment: '2024-03-14T20:00:00Z', date: '2024-03-15' },
    { zone: 'Pacific/Auckland', moment: '2024-03-14T12:00:00Z', date: '2024-03-15' },
    { zone: 'Europe/Berlin', moment: '2024-03-30T23:30:00Z', date: '2024-03-31' },
  ].map(({ zone, moment, date }): Sighting => ({
    item: 3,
    seen: `attendance of a site in ${zone} lands on the wrong day`,
    async ask(stage) {
      const person = await marked(stage, moment);
      const got = [
        await countOn(stage, person, date, zone),
        await countOn(stage, person, moment.slice(0, 10), zone),
      ];
      return { right: [1, 0], got };
    },
  })),
  {
    item: 3,
    seen: 'a summary from tomorrow on is refused with a field that nobody sent',
    async ask(stage) {
      const { status, body } = await stage.ask('GET', `/api/v1/attendance/summary/?date_from=${day(1)}`);
      return {
        right: 'no date_to',
        got: `${status} ${JSON.stringify(body)}`.includes('date_to') ? body : 'no date_to',
      };
    },
  },
  {
    item: 3,
    seen: 'weeks of readings begin on Thursday',
    ask: async (stage) => ({
      right: ['2026-01-05T00:00:00Z'],
      got: await bucketStarts(stage, 'bucket=604800'),
    }),
  },
  {
    item: 3,
    seen: 'days of readings ignore the time zone',
    ask: async (stage) => ({
      right: ['2026-01-06T18:30:00Z'],
      got: await bucketStarts(stage, 'bucket=86400&time_zone=Asia/Kolkata'),
    }),
  },
  ...[
    '/api/data/aggregate/?equipment=1&tz=Europe/Berlin',
    '/api/v1/attendance/summary/?timezone=Europe/Berlin',
  ].map((path): Sighting => ({
    item: 3,
    seen: `an unknown parameter is ignored: ${path}`,
    ask: async (stage) => ({ right: 400, got: (await stage.ask('GET', path)).status }),
  })),
];
