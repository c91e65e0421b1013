import { looks, viewerScreen } from '../calibration/viewer.js';
import type { Sighting } from './sighting.js';
import type { Stage } from './stage.js';

const ndjson = { 'content-type': 'application/x-ndjson' };
const at = (micros: number): string => `2026-01-05T10:00:00.${String(micros).padStart(6, '0')}Z`;
const range = (from: string, to: string): string => `from=${from}&to=${to}`;

const timesOf = async (stage: Stage, path: string): Promise<readonly string[]> =>
  (await stage.must<readonly { timestamp: string }[]>('GET', path)).map(({ timestamp }) => timestamp);

/** Samples at one target, so many microseconds apart. */
const samplesEvery = (micros: number, count: number): object[] =>
  looks([{ x: 0.5, y: 0.5 }], count).map((sample, i) => ({
    ...sample,
    target_index: 0,
    timestamp: `2026-01-05T10:00:00.${String(i * micros).padStart(6, '0')}Z`,
  }));

async function saved(stage: Stage, samples: readonly object[]): Promise<{ status: number; total?: number }> {
  const candidate_id = stage.name('viewer-');
  const { client } = stage;
  const made = await client.post('/api/calibration/session/create', { candidate_id });
  const { session_id } = made.body as { session_id: string };
  await client.post('/api/screen/info', { candidate_id, ...viewerScreen });
  await client.post('/api/calibration/start', { candidate_id, session_id });
  const answer = await client.post('/api/calibration/samples', { candidate_id, session_id, samples });
  await client.delete(`/api/calibration/candidate/${candidate_id}`);
  return { status: answer.status, ...(answer.body as { total?: number }) };
}

const oneSampleAt = (timestamp: unknown): object[] => [{ ...looks([{ x: 0.5, y: 0.5 }], 1)[0], timestamp }];

async function bulkTimes(stage: Stage, unit: string, measured_at: unknown): Promise<unknown> {
  const equipment = await stage.machine();
  const row = { equipment, temperature: 1, speed: 1, pressure: 1, measured_at };
  await stage.ask('POST', `/api/data/bulk/?timestamp_unit=${unit}`, [row]);
  return timesOf(stage, `/api/data/?equipment=${equipment}`);
}

export const timeSightings: readonly Sighting[] = [
  {
    item: 1,
    seen: 'readings of one arrival are evaluated in the order of their values',
    async ask(stage) {
      const equipment = await stage.machine();
      await stage.rule(equipment, { set: { type: 'compare', signal: 'temperature', op: '<', value: 0 } });
      const rows = [20, 20.5, -5].map((temperature) => ({ equipment, temperature, speed: 1, pressure: 1 }));
      const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      await stage.must('POST', '/api/data/bulk/', body, { headers: ndjson });
      return { right: 'unack_active', got: (await stage.alarm(equipment)).state };
    },
  },
  {
    item: 1,
    seen: 'a range between microseconds is empty',
    async ask(stage) {
      const equipment = await stage.machine();
      await stage.readings(equipment, [{ measured_at: at(100) }, { measured_at: at(900) }]);
      const path = `/api/data/?equipment=${equipment}&${range(at(100), at(900))}`;
      return { right: [at(100)], got: await timesOf(stage, path) };
    },
  },
  {
    item: 1,
    seen: 'paging by the last time and a microsecond never ends',
    async ask(stage) {
      const equipment = await stage.machine();
      const micros = [100, 101, 900, 901, 1000];
      await stage.readings(
        equipment,
        micros.map((each) => ({ measured_at: at(each) })),
      );
      const seen: string[] = [];
      for (let from = at(0), page = 0; page < 10; page++) {
        const path = `/api/data/?equipment=${equipment}&from=${from}&ordering=timestamp&limit=2`;
        const times = await timesOf(stage, path);
        if (times.length === 0) break;
        seen.push(...times);
        from = at(Number(times.at(-1)!.slice(20, 26)) + 1);
      }
      return { right: micros.map(at), got: seen };
    },
  },
  {
    item: 1,
    seen: 'first and last of a bucket are wrong for late readings within a millisecond',
    async ask(stage) {
      const equipment = await stage.machine();
      await stage.readings(equipment, [
        { measured_at: at(200), temperature: 2 },
        { measured_at: at(800), temperature: 8 },
      ]);
      await stage.readings(equipment, [
        { measured_at: at(100), temperature: 1 },
        { measured_at: at(900), temperature: 9 },
      ]);
      const query = range('2026-01-05T10:00:00Z', '2026-01-05T11:00:00Z');
      const path = `/api/data/aggregate/?equipment=${equipment}&bucket=3600&${query}`;
      const { buckets } = await stage.must<{ buckets: { temperature: { first: number; last: number } }[] }>(
        'GET',
        path,
      );
      const [bucket] = buckets;
      return { right: [1, 9], got: [bucket?.temperature.first, bucket?.temperature.last] };
    },
  },
  ...[833, 250].map((micros): Sighting => ({
    item: 1,
    seen: `gaze samples ${micros} µs apart replace each other`,
    ask: async (stage) => ({
      right: { status: 200, total: 240 },
      got: only(await saved(stage, samplesEvery(micros, 240))),
    }),
  })),
  ...(
    [
      ['Unix seconds', 1_767_607_200.5],
      ['Unix milliseconds', 1_767_607_200_500],
      ['Unix seconds as text', '1767607200.5'],
      ['Unix milliseconds as text', '1767607200500'],
    ] as const
  ).map(([what, moment]): Sighting => ({
    item: 2,
    seen: `calibration refuses ${what} for a time`,
    ask: async (stage) => ({
      right: { status: 200, total: 1 },
      got: only(await saved(stage, oneSampleAt(moment))),
    }),
  })),
  ...(
    [
      ['s', 1_767_607_200.5, '2026-01-05T10:00:00.500000Z'],
      ['ms', 1_767_607_200_500, '2026-01-05T10:00:00.500000Z'],
      ['us', 1_767_607_200_500_001, '2026-01-05T10:00:00.500001Z'],
      ['ns', '1767607200500001000', '2026-01-05T10:00:00.500001Z'],
    ] as const
  ).map(([unit, moment, right]): Sighting => ({
    item: 2,
    seen: `readings in bulk cannot say that their times are in ${unit}`,
    ask: async (stage) => ({ right: [right], got: await bulkTimes(stage, unit, moment) }),
  })),
];

const only = ({ status, total }: { status: number; total?: number }): object => ({ status, total });
