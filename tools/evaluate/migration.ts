/*
 * Measures what a change of the descriptor model does to people who are enrolled: vision runs with a database of its own, everybody has a
 * template of the former model, then they enrol again one by one.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { CallContext, IdentifiedFace } from '@argus/contracts';
import { ServiceReplica, Site } from '@argus/testing/services';
import { binomialRate } from '#vision/accuracy/binomial-interval.js';
import { descriptorModelId, formerModelId } from '#vision/descriptor/descriptor-model.js';
import { Galleries } from '#vision/gallery/galleries.service.js';
import { visionService } from '#vision/index.js';
import { ServiceAnalysisPool } from '#vision/pool/analysis-pool.service.js';
import { RecognitionController } from '#vision/recognition/recognition.controller.js';
import { storeFormerTemplates } from '#vision/testing/former-templates.js';
import { end, start } from '#testing/postgres/global-setup.js';
import { photographsByPerson, readPhotograph } from './photographs.ts';
import { Progress } from './progress.ts';
import { writePage } from './recognition-page.ts';
import { countText, printSection, withInterval } from './report.ts';
import { startPool } from './start-pool.ts';

const usage = `npm run evaluate -- migration <folder> [options]

Prints who is recognised before, during and after a re-enrolment by the present descriptor model. The folder holds a folder per person.

  --name TEXT          the data set in titles and documents (default: the folder's name)
  --people N           people with templates of the former model (default 500); as many others are strangers
  --keep-back N        leave out the people whose sha256(name) mod N is 0
  --write              writes the figures into docs/recognition.md
  --workers N          worker threads (default 1)`;

const text = { type: 'string' } as const;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: text,
    people: { ...text, default: '500' },
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

const [SITE, PLANTED] = ['site', 'planted'];
const IN_FLIGHT = 4;
const count = Number(options.people);
const keepBack = options['keep-back'] === undefined ? undefined : Number(options['keep-back']);
const photographsOf = photographsByPerson(folder, 2, keepBack);
const several = [...photographsOf].filter(([, { length }]) => length === 2);
const people = several.slice(0, count).map(([name, [enrolled, probe]]) => ({
  name,
  enrolled: enrolled!,
  probe: probe!,
}));
const strangers = [...photographsOf].filter(([, { length }]) => length === 1).slice(0, count);

const pool = await startPool(Number(options.workers));
await start();
const site = await Site.create();
const replica = await ServiceReplica.start(visionService, {
  site,
  overrides: [[ServiceAnalysisPool, pool]],
});
const controller = replica.get(RecognitionController);
const galleries = replica.get(Galleries);
const context = (): CallContext => ({ requestId: randomUUID(), deadline: Date.now() + 60_000 });

/** Runs `work` on some at a time, in order. */
async function each<T>(what: string, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const progress = new Progress(what, all.length);
  for (let start = 0; start < all.length; start += IN_FLIGHT) {
    await Promise.all(all.slice(start, start + IN_FLIGHT).map(work));
    progress.advanceTo(Math.min(start + IN_FLIGHT, all.length));
  }
  progress.end();
}

const former = new Map<string, Float32Array[]>();
const present = new Map<string, Float32Array[]>();
await each('people described by both models', people, async ({ name, enrolled }) => {
  const stages = { descriptor: true, formerDescriptor: true, passiveLiveness: false, iris: false };
  const photograph = await readPhotograph(enrolled);
  const [face] = (await pool.analyse({ photograph, maxFaces: 1, stages })).faces;
  if (!face?.descriptor || !face.formerDescriptor) return;
  former.set(name, [face.formerDescriptor]);
  present.set(name, [face.descriptor]);
});
const enrolled = people.filter(({ name }) => former.has(name));
await storeFormerTemplates(replica, SITE, former);
// Labelled as the former model's, but with the present one's numbers: compared across models, these would be near 1.
await storeFormerTemplates(replica, PLANTED, present);
await galleries.catchUp();

async function identify(gallery: string, path: string): Promise<IdentifiedFace | undefined> {
  const body = { gallery, photograph: await readPhotograph(path), max_faces: 1 };
  return (await controller.identify({ body }, context())).faces[0];
}

const rows: string[][] = [];
async function measure(when: string, gallery = SITE): Promise<void> {
  const tally = { own: 0, wrong: 0, byFormer: 0, across: 0, strangers: 0 };
  await each(`searches (${when})`, enrolled, async ({ name, probe }) => {
    const face = await identify(gallery, probe);
    if (!face?.subject) return;
    if (face.subject === name) tally.own++;
    else tally.wrong++;
    if (face.decision.model === formerModelId) tally.byFormer++;
    if (!galleries.of(gallery, face.decision.model).has(face.subject)) tally.across++;
  });
  await each(`searches by strangers (${when})`, strangers, async ([, [path]]) => {
    if ((await identify(gallery, path!))?.subject) tally.strangers++;
  });
  rows.push([
    when,
    withInterval(binomialRate(tally.own, enrolled.length)),
    String(tally.byFormer),
    String(tally.wrong),
    `${tally.strangers} of ${strangers.length}`,
    String(tally.across),
  ]);
}

const outcomes = new Map<string, number>();
async function enrolAgain({ name, enrolled: path }: (typeof people)[number]): Promise<void> {
  const body = {
    gallery: SITE,
    subject: name,
    photographs: [await readPhotograph(path)],
    quality_check: false,
    enrolment_id: randomUUID(),
  };
  const { enrolled: isEnrolled, refusal, conflict } = await controller.enrol({ body }, context());
  const held =
    conflict && (conflict.subject === name ? 'held: unlike the own template' : 'held: like another’s');
  const outcome = isEnrolled ? 'enrolled' : (held ?? refusal ?? 'refused');
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

await measure('planted numbers of the present model', PLANTED);
await measure('before');
const half = enrolled.length >> 1;
await each('people enrol again', enrolled.slice(0, half), enrolAgain);
await measure('half enrolled again');
await each('people enrol again', enrolled.slice(half), enrolAgain);
await measure('after');
const left = galleries.of(SITE, formerModelId).size;
await replica.stop();
await pool.stop();
await site.remove();
await end();

const section = {
  title: 'A change of the descriptor model, one photograph each, at the default targets',
  head: [
    'templates',
    'own name',
    'named by the former model',
    'wrong name',
    'strangers named',
    'named by a model that has no template of the person',
  ],
  rows,
  notes: [
    `${countText(enrolled.length)} people with templates of ${formerModelId}, who enrol again by ${descriptorModelId}: ${[...outcomes].map(([outcome, times]) => `${outcome} ${times}`).join(', ')}. ${left} former templates are left.`,
    'The first row holds the present model’s numbers of the very people, labelled as the former model’s: whoever is named there was compared across models.',
  ],
};
printSection(section);
if (options.write) {
  const name = options.name ?? folder.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, '');
  await writePage(`Migration, ${name}`, descriptorModelId, [section]);
}
