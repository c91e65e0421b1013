/*
 * Measures whose face is meant: how many faces a photograph shows that is cut down to one, and whether a stranger in the background stops
 * a verification by `largest` and by `alone`. It judges by the product's own code (apps/vision/src/recognition/meant-face.ts).
 */
import { parseArgs } from 'node:util';
import type { FacesMeant } from '@argus/contracts';
import sharp from 'sharp';
import { binomialRate } from '#vision/accuracy/binomial-interval.js';
import { thresholdFor } from '#vision/accuracy/error-rates.js';
import { similarity } from '#vision/accuracy/pair-scores.js';
import { shippedCurve } from '#vision/accuracy/shipped-curves.js';
import type { PhotographAnalysis } from '#vision/analysis/photograph-analysis.js';
import { descriptorModelId } from '#vision/descriptor/descriptor-model.js';
import { refusalOf } from '#vision/recognition/meant-face.js';
import { photographsByPerson, readPhotograph } from './photographs.ts';
import { Progress } from './progress.ts';
import { writePage } from './recognition-page.ts';
import { printSection, rateText, type Section, withInterval } from './report.ts';
import { startPool } from './start-pool.ts';

const usage = `npm run evaluate -- meant <folder> [options]

Prints how many faces a photograph shows that is cut down to the face, and whether people in the background stop a verification.
The folder holds a folder per person; people with two photographs are used.

  --name TEXT          the data set in titles and documents (default: the folder's name)
  --people N           how many of them (default 200)
  --keep-back N        leave out the people whose sha256(name) mod N is 0
  --write              writes the figures into docs/recognition.md
  --workers N          worker threads (default 1)`;

const text = { type: 'string' } as const;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: text,
    people: { ...text, default: '200' },
    'keep-back': text,
    write: { type: 'boolean', default: false },
    workers: { ...text, default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (options.help || folder === undefined) {
  process.stdout.write(`${usage}\n`);
  process.exit(options.help ? 0 : 2);
}

const TARGET = 1e-4;
const MULTIPLES = [1, 0.9, 0.8, 0.75];
/** Edges of the picture of a person with a stranger behind, and of the stranger in it. */
const [PERSON_PX, STRANGER_PX] = [250, 110];
const MAX_FACES = 10;

const keepBack = options['keep-back'] === undefined ? undefined : Number(options['keep-back']);
const withTwo = [...photographsByPerson(folder, 2, keepBack).values()].filter(({ length }) => length === 2);
const every = Math.max(1, Math.floor(withTwo.length / Number(options.people)));
const chosen = withTwo.filter((_, i) => i % every === 0).slice(0, Number(options.people));

const pool = await startPool(Number(options.workers));
const analyse = (photograph: Uint8Array, descriptor = false): Promise<PhotographAnalysis> =>
  pool.analyse({
    photograph,
    maxFaces: MAX_FACES,
    stages: { descriptor, passiveLiveness: false, iris: false },
  });

/** Cuts a square out whose area is the largest face's with its edges times this, as far as the picture reaches. */
async function cropped(
  photograph: Buffer,
  { faces, width, height }: PhotographAnalysis,
  multiple: number,
): Promise<Buffer> {
  const { box } = faces[0]!;
  const edge = Math.min(Math.round(Math.sqrt(box.width * box.height) * multiple), width, height);
  const start = (centre: number, limit: number) =>
    Math.round(Math.min(Math.max(centre - edge / 2, 0), limit - edge));
  const left = start(box.x + box.width / 2, width);
  const top = start(box.y + box.height / 2, height);
  return sharp(photograph).extract({ left, top, width: edge, height: edge }).png().toBuffer();
}

/** The person in front, and a stranger less than half as large beside and behind them. */
async function withStranger(photograph: Buffer, stranger: Buffer): Promise<Buffer> {
  const front = await sharp(photograph).resize(PERSON_PX, PERSON_PX).toBuffer();
  const behind = await sharp(stranger).resize(STRANGER_PX, STRANGER_PX).toBuffer();
  return sharp({
    create: { width: PERSON_PX * 2, height: PERSON_PX, channels: 3, background: '#888' },
  })
    .composite([
      { input: front, left: 0, top: 0 },
      { input: behind, left: PERSON_PX + 60, top: 20 },
    ])
    .jpeg({ quality: 92 })
    .toBuffer();
}

const refuses = (analysis: PhotographAnalysis, faces: FacesMeant): boolean =>
  refusalOf(analysis, faces) === 'SEVERAL_FACES';

const crops = MULTIPLES.map((multiple) => ({ multiple, tried: 0, none: 0, one: 0, several: 0, tooClose: 0 }));
const { threshold } = thresholdFor(shippedCurve(descriptorModelId), { falseMatchRate: TARGET });
const meant = (['largest', 'alone'] as const).map((faces) => ({ faces, clean: 0, behind: 0, verified: 0 }));
let tried = 0;
const progress = new Progress('people', chosen.length);
await Promise.all(
  Array.from({ length: Number(options.workers) }, async (_, worker) => {
    for (let i = worker; i < chosen.length; i += Number(options.workers)) {
      await measure(chosen[i]!, chosen[(i + 1) % chosen.length]![0]!);
      progress.advanceTo(i + 1);
    }
  }),
);
progress.end();
await pool.stop();

async function measure([first, second]: readonly string[], stranger: string): Promise<void> {
  const photograph = await readPhotograph(first!);
  const analysis = await analyse(photograph, true);
  const reference = analysis.faces[0]?.descriptor;
  if (!reference) return;
  for (const tally of crops) {
    const crop = await analyse(await cropped(photograph, analysis, tally.multiple));
    tally.tried++;
    if (crop.facesDetected === 0) tally.none++;
    else if (crop.facesDetected === 1) tally.one++;
    else tally.several++;
    if (refusalOf(crop, 'largest') === 'FACE_TOO_CLOSE') tally.tooClose++;
  }
  const probe = await readPhotograph(second!);
  const clean = await analyse(probe);
  const behind = await analyse(await withStranger(probe, await readPhotograph(stranger)), true);
  tried++;
  const { descriptor } = behind.faces[0] ?? {};
  const isPerson = descriptor ? similarity(descriptor, reference) >= threshold : false;
  for (const tally of meant) {
    if (refuses(clean, tally.faces)) tally.clean++;
    if (refuses(behind, tally.faces)) tally.behind++;
    else if (isPerson) tally.verified++;
  }
}

const sections: Section[] = [
  {
    title: 'Photographs cut down to the face',
    head: [
      'edge of the square, of the face',
      'people',
      'no face',
      'one face',
      'several faces',
      'FACE_TOO_CLOSE',
    ],
    rows: crops.map((crop) => [
      crop.multiple.toFixed(2),
      ...[crop.tried, crop.none, crop.one, crop.several, crop.tooClose].map(String),
    ]),
    notes: ['One photograph of each person. The edge is the root of the area of the face’s box, times this.'],
  },
  {
    title: 'A stranger in the background of a verification',
    head: [
      '`faces`',
      'photograph as it is: SEVERAL_FACES',
      'with a stranger behind: SEVERAL_FACES',
      `the person in front verified at FMR ${rateText(TARGET)}`,
    ],
    rows: meant.map(({ faces, clean, behind, verified }) => [
      faces,
      `${clean} of ${tried}`,
      `${behind} of ${tried}`,
      withInterval(binomialRate(verified, tried)),
    ]),
    notes: [
      `The second photograph of each person, compared with the first; a stranger’s photograph at ${(STRANGER_PX / PERSON_PX).toFixed(2)} of its size beside it.`,
      'Photographs of the press show people in the background already: that is what stops a verification by `largest` where two faces are about one size.',
    ],
  },
];
for (const section of sections) printSection(section);
if (options.write) {
  const name = options.name ?? folder.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, '');
  await writePage(`Whose face is meant, ${name}`, descriptorModelId, sections);
}
