/*
 * How long the largest calls of the calibration service block other calls: the longest piece of work between two turns of the
 * event loop. It is CPU time of the main thread, so that the load of the machine matters little. Fits run on other threads.
 * Exits with 1 when a call has a piece longer than the aim.
 *   node tools/bench/calibration.ts [rounds]     (after a build)
 */
import {
  type AnyOperation,
  calibrationContract,
  calibrationFrameContract,
  calibrationLimits,
  type InputOf,
  parse,
  readJson,
} from '@argus/contracts';
import { calibrationLayouts, validationLayout } from '@argus/gaze-geometry';
import { encode } from '@argus/messaging';
import Table from 'cli-table3';
import {
  bodyOf,
  CalibrationFixture,
  frames,
  results,
  sessions,
} from '#calibration/testing/calibration-fixture.js';
import { end, start } from '#testing/postgres/global-setup.js';

type Call = () => Promise<unknown>;

const AIM_MS = 20;
const rounds = Number(process.argv[2] ?? 5);
const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;
const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

async function measure(call: Call): Promise<number> {
  let longest = 0;
  let last = cpuMs();
  let running = true;
  const turn = () => {
    longest = Math.max(longest, cpuMs() - last);
    last = cpuMs();
    if (running) setImmediate(turn);
  };
  await new Promise<void>((resolve) => setImmediate(resolve));
  setImmediate(turn);
  await call();
  await new Promise<void>((resolve) => setImmediate(resolve));
  running = false;
  return longest;
}

const rows: { name: string; aim: number; longest: number; worst: number }[] = [];
async function row(name: string, call: Call, aim = AIM_MS): Promise<void> {
  await call();
  const longest: number[] = [];
  for (let round = 0; round < rounds; round++) longest.push(await measure(call));
  rows.push({ name, aim, longest: median(longest), worst: Math.max(...longest) });
}

await start();
const fixture = await CalibrationFixture.start();
const call = <O extends AnyOperation>(operation: O, input: InputOf<O>) =>
  fixture.replica.call(operation, input);
try {
  const most = calibrationLimits.maxSamples;
  const places = Array.from({ length: 100 }, (_, i) => ({ x: 0.1 + i / 125, y: 0.5 }));
  const samples = fixture.look(places, most / places.length).map(bodyOf);
  for (const model of ['M1', 'M3', 'F3'] as const) {
    const ids = await fixture.begin();
    const recorded = fixture.look(calibrationLayouts[13], 30).map(bodyOf);
    await call(frames.samples, { body: { ...ids, samples: recorded } });
    await call(results.refit, { body: { ...ids, model } });
    const body = { candidate_id: ids.candidate_id, samples };
    await row(`map, ${most} samples, ${model}`, () => call(results.map, { body }));
    if (model !== 'M1') continue;
    const atTargets = fixture.look(validationLayout, most / validationLayout.length).map(bodyOf);
    const judged = { candidate_id: ids.candidate_id, samples: atTargets };
    await row(`validate, ${most} samples`, () => call(results.validate, { body: judged }));
    await row(`check drift, ${most} samples`, () =>
      call(results.drift, { body: { ...judged, apply: false } }),
    );
  }
  const ids = await fixture.begin();
  const whole = fixture.look(calibrationLayouts[13], 300).map(bodyOf);
  await row(`add ${whole.length} samples`, () => call(frames.samples, { body: { ...ids, samples: whole } }));
  await row(`complete with ${whole.length} samples`, () => call(results.complete, { body: ids }));
  await row(`diagnostics of ${whole.length} samples`, () => call(sessions.diagnostics, { params: ids }));
  await row(`download`, () => call(results.download, { params: ids }));

  const { maxBatchFrames, maxBatchBytes } = calibrationLimits;
  const frame_data = Buffer.alloc(Math.floor(maxBatchBytes / maxBatchFrames), 'frame').toString('base64');
  const pictures = Array.from({ length: maxBatchFrames }, (_, i) => ({
    frame_data,
    frame_index: i,
    target_position: { x: 0.1, y: 0.1 },
    target_index: 0,
  }));
  const batch = { ...(await fixture.begin()), frames: pictures };
  /* The message of 31 MB of text is read and written in one piece, so it has no aim. */
  await row(`batch of ${maxBatchFrames} frames, 22 MiB`, () => call(frames.batch, { body: batch }), Infinity);

  const gateway = (operation: AnyOperation, body: unknown): Call => {
    const text = JSON.stringify(body);
    const { body: Body } = operation;
    return () => Promise.resolve(encode(parse(Body!, readJson(text))));
  };
  const { map } = calibrationContract.operations;
  await row(`gateway reads ${most} samples`, gateway(map, { candidate_id: 'c', samples }));
  await row(
    `gateway reads ${maxBatchFrames} frames, 22 MiB`,
    gateway(calibrationFrameContract.operations.batch, batch),
    Infinity,
  );
} finally {
  await fixture.stop();
  await end();
}

const table = new Table({
  head: ['call, on one thread', 'longest piece, CPU ms (median)', 'worst', 'aim'],
  style: { head: [], border: [] },
});
table.push(
  ...rows.map(({ name, longest, worst, aim }) => [
    name,
    longest.toFixed(1),
    worst.toFixed(1),
    aim === Infinity ? '' : `≤ ${aim}`,
  ]),
);
process.stdout.write(`${String(table)}\n`);
const late = rows.filter(({ longest, aim }) => longest > aim);
for (const { name, longest } of late)
  console.error(`${name}: ${longest.toFixed(1)} ms without a turn for others`);
process.exit(late.length === 0 ? 0 : 1);
