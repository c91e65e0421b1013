/*
 * Measures what the scores of the passive liveness models tell: photographs of people, and the same photographs on paper and on a
 * screen, both simulated, with the same size, lens and compression.
 */
import { parseArgs } from 'node:util';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { imitations } from '@argus/testing/photographs';
import { binomialRate } from '#vision/accuracy/binomial-interval.js';
import type { PassiveScores } from '#vision/liveness/passive-liveness.js';
import { visionSettings } from '#vision/vision.settings.js';
import { readSettings } from '@argus/service-kit';
import { camera, photographPaper } from './paper.ts';
import { listPhotographs } from './photographs.ts';
import { Progress } from './progress.ts';
import { photographScreen } from './screen.ts';
import { printSection, withInterval } from './report.ts';
import { startPool } from './start-pool.ts';

const usage = `npm run evaluate -- passive <folder> [options]

Prints how far the scores of the passive models tell people from pictures of them. The folder holds a folder per person.

  --people N           how many of them (default 100)
  --keep-back N        leave out the people whose sha256(name) mod N is 0
  --attacks DIR        photographs of real attacks, beside the simulated ones
  --workers N          worker threads (default 1)`;

const text = { type: 'string' } as const;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    people: { ...text, default: '100' },
    'keep-back': text,
    attacks: text,
    workers: { ...text, default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (options.help || folder === undefined) {
  process.stdout.write(`${usage}\n`);
  process.exit(options.help ? 0 : 2);
}

const [{ VISION_ANTI_SPOOF_THRESHOLD, VISION_LIVENESS_THRESHOLD }] = readSettings([visionSettings], {});
const count = Number(options.people);
const pool = await startPool(Number(options.workers));

async function scoresOf(photograph: Uint8Array): Promise<PassiveScores | undefined> {
  const stages = { descriptor: false, passiveLiveness: true, antiSpoof: true, iris: false };
  const { faces } = await pool.analyse({ photograph, maxFaces: 1, stages });
  return faces[0]?.passive ?? undefined;
}

const jpeg = (rgb: Buffer, { width, height }: { width: number; height: number }): Promise<Buffer> =>
  sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();

/** As wide as the paper is in the picture of it, so that both are sampled alike. */
const WIDTH = 264;

const real: PassiveScores[] = [];
const attacks = new Map<string, PassiveScores[]>();
const add = (kind: string, scores: PassiveScores | undefined): void => {
  const all = attacks.get(kind) ?? [];
  attacks.set(kind, all);
  if (scores) all.push(scores);
};

const keepBack = options['keep-back'] === undefined ? undefined : Number(options['keep-back']);
const all = listPhotographs({ folder, photographs: 1, keepBack, onlyKeptBack: undefined }, new Set(), []);
const every = Math.max(1, Math.floor(all.length / count));
const chosen = all.filter((_, i) => i % every === 0).slice(0, count);
const progress = new Progress('people', chosen.length);
for (const [i, { path }] of chosen.entries()) {
  const upright = sharp(path).removeAlpha().toColourspace('srgb');
  const { data, info } = await upright.clone().raw().toBuffer({ resolveWithObject: true });
  const small = await upright.clone().resize(WIDTH).raw().toBuffer({ resolveWithObject: true });
  const photograph = { rgb: data, width: info.width, height: info.height };
  const scores = await scoresOf(await jpeg(small.data, small.info));
  if (scores) real.push(scores);
  const paper = (pose: Parameters<typeof photographPaper>[1]) =>
    jpeg(photographPaper(photograph, pose), camera).then(scoresOf);
  const side = i % 2 === 0 ? 1 : -1;
  add('paper, flat, held straight (simulated)', await paper({ yaw: 0 }));
  add('paper, flat, turned by 20° (simulated)', await paper({ yaw: 20 * side, pitch: 8 }));
  add('paper, bent (simulated)', await paper({ yaw: 5 * side, bendMm: 140 }));
  const { width, height } = small.info;
  add('screen (simulated)', await scoresOf(await photographScreen({ rgb: small.data, width, height })));
  progress.advanceTo(i + 1);
}
progress.end();
for (const imitation of imitations)
  add('masks, figures and paintings of packages', await scoresOf(await imitation.read()));
for (const file of options.attacks ? readdirSync(options.attacks).sort() : [])
  add('attacks that were given', await scoresOf(readFileSync(join(options.attacks!, file))));
await pool.stop();

const isLive = ({ antiSpoof, liveness }: PassiveScores): boolean =>
  antiSpoof! >= VISION_ANTI_SPOOF_THRESHOLD && liveness >= VISION_LIVENESS_THRESHOLD;
const median = (values: readonly number[]): string =>
  values.toSorted((one, other) => one - other)[values.length >> 1]?.toFixed(2) ?? '-';

/** Share of pairs of a person and an attack in which the person scores higher: 0.5 is a coin, below it attacks look more alive. */
function separation(of: (scores: PassiveScores) => number, imitated: readonly PassiveScores[]): string {
  const wins = real.flatMap((person) =>
    imitated.map((attack) => (of(person) > of(attack) ? 1 : of(person) === of(attack) ? 0.5 : 0)),
  );
  return (wins.reduce<number>((sum, each) => sum + each, 0) / wins.length).toFixed(2);
}

const antiSpoof = (scores: PassiveScores) => scores.antiSpoof!;
const liveness = (scores: PassiveScores) => scores.liveness;
printSection({
  title: 'Scores of the passive models',
  head: [
    'who',
    'pictures',
    'anti-spoof, median',
    'separation',
    'liveness, median',
    'separation',
    '`is_live` at the shipped thresholds',
  ],
  rows: [['people', real] as const, ...attacks].map(([kind, scores]) => [
    kind,
    String(scores.length),
    median(scores.map(antiSpoof)),
    scores === real ? '' : separation(antiSpoof, scores),
    median(scores.map(liveness)),
    scores === real ? '' : separation(liveness, scores),
    withInterval(binomialRate(scores.filter(isLive).length, scores.length)),
  ]),
  notes: [
    'Separation: the share of pairs in which the person scores higher than the attack; 0.5 is a coin. `is_live`: of people 1 − BPCER, of attacks APCER.',
  ],
});
