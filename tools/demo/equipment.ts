/*
 * A simulated press overheats: the alarm of a default rule is raised, acknowledged and returns. A back-test tries a better rule on
 * the same readings. The trend predicts the critical limit, and OEE is computed for these minutes.
 */
import type {
  AlarmView,
  BackTestView,
  EquipmentView,
  OeeView,
  RuleDefinition,
  RuleView,
  TrendView,
} from '@argus/contracts';
import { eventually, type HttpClient } from '@argus/testing';
import Table from 'cli-table3';
import type { Administrator } from './administrator.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

const RULE = 'Machine overheats';
/* The limit of the default rule. */
const LIMIT_CELSIUS = 80;
const SECONDS = 1200;
const COOLING_SECONDS = 40;
/* The temperature rises by 4 °C a minute from second 780 on, so the critical limit is reached at second 1005. */
const RISES_AT = 780;
const CRITICAL_CELSIUS = 95;
const CRITICAL_AT = RISES_AT + (CRITICAL_CELSIUS - LIMIT_CELSIUS) * 15;
const ASKED_AT = 930;
const BARS = '▁▂▃▄▅▆▇█';
const BAR_SECONDS = 15;

/** Returns the same numbers every time, 0 to 1 (mulberry32). The noise of a linear congruential generator has trends. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns degrees Celsius for each second: warm, then nine minutes near the limit, then too hot. */
function overheating(): number[] {
  const random = randomNumbers(7);
  return Array.from({ length: SECONDS }, (_, second) => {
    const noise = (random() - 0.5) * 3;
    if (second < 240) return 64 + noise;
    if (second < RISES_AT) return LIMIT_CELSIUS - 1.6 + Math.sin(second / 23) * 1.2 + noise;
    return Math.min(96, LIMIT_CELSIUS + (second - RISES_AT) / 15) + noise;
  });
}

function curve(temperatures: readonly number[]): string {
  const [low, high] = [Math.min(...temperatures), Math.max(...temperatures)];
  const bars: string[] = [];
  for (let from = 0; from < temperatures.length; from += BAR_SECONDS) {
    const hottest = Math.max(...temperatures.slice(from, from + BAR_SECONDS));
    bars.push(BARS[Math.round(((hottest - low) / (high - low)) * (BARS.length - 1))]!);
  }
  return `${low.toFixed(0)} °C ${bars.join('')} ${high.toFixed(0)} °C`;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const noLineBetweenRows = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** Throws when the answer has another status; returns its body. */
type Send = <T>(method: string, path: string, body: object | undefined, expected: number) => Promise<T>;
type At = (second: number) => string;

/** Returns how many answers were not as expected. */
export async function showEquipment(
  client: HttpClient,
  { email: username, password }: Administrator,
): Promise<number> {
  console.log(`\nEquipment on ${client.baseUrl}`);
  const session = await client.post('/api/token/', { username, password });
  if (session.status !== 200) throw new UnexpectedAnswer(`The TechTrack log-in of ${username}`, session);
  const { access: token } = session.body as { access: string };
  const send: Send = async <T>(method: string, path: string, body: object | undefined, expected: number) => {
    const answer = await client.send(method, path, { token, ...(body && { body }) });
    if (answer.status !== expected) throw new UnexpectedAnswer(`${method} ${path}`, answer);
    return answer.body as T;
  };

  const press = { equipment_type: 'Manufacturing', model: 'Demo press', installation_date: '2024-03-01' };
  const { id: equipment } = await send<EquipmentView>('POST', '/api/equipment/', press, 201);
  const rules = await send<RuleView[]>('GET', '/api/rules/', undefined, 200);
  const shipped = rules.find(({ name, shipped: ships }) => ships && name === RULE);
  if (!shipped) throw new Error(`The rule "${RULE}" is not among the default rules`);

  const startedAtMs = Date.now() - (SECONDS + COOLING_SECONDS) * 1000;
  const temperatures = overheating();
  const at: At = (second) => new Date(startedAtMs + second * 1000).toISOString();
  const measure = (values: readonly number[], fromSecond: number, speed = 1200) =>
    send<{ stored: number }>(
      'POST',
      '/api/data/bulk/',
      values.map((temperature, i) => ({
        equipment,
        temperature,
        speed,
        pressure: 5,
        measured_at: at(fromSecond + i),
      })),
      201,
    );
  const { stored } = await measure(temperatures, 0);
  console.log(`${stored} readings in ${SECONDS / 60} minutes: ${curve(temperatures)}`);

  const steps = new Table({
    /* Readings carry their time of measurement, here the past 20 minutes; a person acts now. */
    head: ['what happens', 'state', 'by the readings', 'by the clock'],
    chars: noLineBetweenRows,
    style: { head: [], border: [] },
  });
  const { results: alarms } = await send<{ results: AlarmView[] }>(
    'GET',
    `/api/alarms/?equipment=${equipment}&open=true`,
    undefined,
    200,
  );
  const ours = alarms.find((alarm) => alarm.rule === shipped.id);
  if (!ours) throw new Error('The press overheats and no alarm is open');
  steps.push([`alarm, severity ${ours.severity}`, ours.state, ours.raised_at, '']);
  const path = `/api/alarms/${ours.id}/`;
  const acknowledged = await send<AlarmView>(
    'POST',
    `${path}acknowledge/`,
    { comment: 'Cooling turned up' },
    200,
  );
  steps.push(['acknowledged: "Cooling turned up"', acknowledged.state, '', new Date().toISOString()]);
  const cooling = Array.from({ length: COOLING_SECONDS }, (_, second) => Math.max(65, 95 - 2 * second));
  await measure(cooling, SECONDS, 0);
  const returned = await send<AlarmView>('GET', path, undefined, 200);
  steps.push(['stopped, cools down', returned.state, returned.returned_at ?? '', '']);
  console.log(String(steps));

  const from = new Date(startedAtMs - 1000).toISOString();
  const to = new Date(startedAtMs + (SECONDS + COOLING_SECONDS) * 1000).toISOString();
  const backTest = async (definition?: object) => {
    const { id } = await send<BackTestView>(
      'POST',
      `/api/rules/${shipped.id}/back-test/`,
      { from, to, equipment, ...(definition && { definition }) },
      202,
    );
    const { status, problem, result } = await eventually(
      async () => (await client.get(`/api/back-tests/${id}/`, { token })).body as BackTestView,
      ({ status }) => status === 'completed' || status === 'failed',
    );
    if (status !== 'completed' || !result) throw new Error(`The back-test failed: ${problem}`);
    return result;
  };
  const better = {
    name: RULE,
    equipment_type: shipped.equipment_type,
    severity: shipped.severity,
    set: { ...shipped.set, deadband: 5 } as RuleDefinition['set'],
    on_delay_s: 60,
  };
  const comparison = new Table({
    head: ['rule, on the same readings', 'alarms', 'most in 10 min', 'gone within 10 s', 'chattering'],
    chars: noLineBetweenRows,
    style: { head: [], border: [] },
  });
  const results: { alarms: number; recorded: number }[] = [];
  for (const [name, definition] of [
    [`${RULE}, as it ran`, undefined],
    ['the same, deadband 5 °C, after 60 s', better],
  ] as const) {
    const { report, recorded_alarms: recorded } = await backTest(definition);
    results.push({ alarms: report.alarms, recorded });
    comparison.push([
      name,
      report.alarms,
      report.peak_ten_minutes,
      report.fleeting,
      report.chattering.length > 0 ? 'yes' : 'no',
    ]);
  }
  console.log(String(comparison));
  const trendHeld = await showTrend(send, equipment, at);
  const oeeHeld = await showOee(send, equipment, at);
  await send('DELETE', `/api/equipment/${equipment}/`, undefined, 204);

  const [asItRan, improved] = results as [(typeof results)[0], (typeof results)[0]];
  const promises = [
    acknowledged.state === 'ack_active',
    returned.active === false,
    asItRan.alarms === asItRan.recorded,
    improved.alarms === 1,
    trendHeld,
    oeeHeld,
  ];
  return promises.filter((kept) => !kept).length;
}

const clock = (moment: string | null): string => moment?.slice(11, 19) ?? 'open';

/** Returns whether the trend, asked earlier, predicted the moment of the critical limit. */
async function showTrend(send: Send, equipment: number, at: At): Promise<boolean> {
  const window = `from=${at(RISES_AT)}&to=${at(ASKED_AT)}`;
  const query = `equipment=${equipment}&metric=temperature&limit=${CRITICAL_CELSIUS}&${window}`;
  const trend = await send<TrendView>('GET', `/api/data/trend/?${query}`, undefined, 200);
  const limit = trend.limits[0]!;
  const truth = at(CRITICAL_AT);
  console.log(
    `trend at ${clock(at(ASKED_AT))}: ${trend.slope_per_hour?.value.toFixed(0)} °C/h, ${CRITICAL_CELSIUS} °C at ` +
      `${clock(limit.reached_at)} (95 %: ${clock(limit.not_before)} to ${clock(limit.not_after)}); it was ${clock(truth)}`,
  );
  return limit.not_before !== null && limit.not_before <= truth && (limit.not_after ?? truth) >= truth;
}

/** Returns whether OEE is the product of its factors and all planned time is accounted for. */
async function showOee(send: Send, equipment: number, at: At): Promise<boolean> {
  const [date, time] = at(0).split('T') as [string, string];
  const shift = { name: 'Demo', days: weekdays, starts: time.slice(0, 5), ends: time.slice(0, 5) };
  const plan = { name: 'Demo press', equipment, time_zone: 'UTC', shifts: [shift], ideal_cycle_s: 4 };
  await send('POST', '/api/production-plans/', { ...plan, running_above_rpm: 100 }, 201);
  const counted = { equipment, from: at(0), to: at(SECONDS + COOLING_SECONDS), total: 280, good: 266 };
  await send('POST', '/api/production-counts/', counted, 201);
  const oee = await send<OeeView>(
    'GET',
    `/api/equipment/${equipment}/oee/?from=${date}&to=${date}`,
    undefined,
    200,
  );
  const figures = oee.shifts[0]!;
  const percent = (ratio: number | null): string => `${((ratio ?? Number.NaN) * 100).toFixed(1)} %`;
  const { availability: a, performance: p, quality: q } = figures;
  const losses = Object.entries<number | null>({ ...figures.losses }).map(
    ([what, seconds]) => [what.replace(/_s$/, '').replaceAll('_', ' '), seconds ?? 0] as const,
  );
  const lost = losses
    .filter(([, seconds]) => seconds > 0)
    .map(([what, seconds]) => `${what} ${seconds.toFixed(0)} s`);
  console.log(
    `OEE ${percent(figures.oee)} = availability ${percent(a)} x performance ${percent(p)} x quality ${percent(q)}; of ` +
      `${figures.planned_s.toFixed(0)} s lost: ${lost.join(', ')}; ` +
      `unknown ${figures.unknown_s.toFixed(0)} s`,
  );
  const all = losses.reduce(
    (sum, [, seconds]) => sum + seconds,
    (figures.productive_s ?? 0) + figures.unknown_s,
  );
  return (
    a !== null &&
    p !== null &&
    q !== null &&
    Math.abs(a * p * q - (figures.oee ?? Number.NaN)) < 1e-9 &&
    Math.abs(all - figures.planned_s) < 1e-6
  );
}
