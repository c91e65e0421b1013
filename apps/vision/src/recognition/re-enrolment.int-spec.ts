import type { CallContext, EnrolmentOutcome, IdentifiedFace } from '@argus/contracts';
import { type Photograph, portraitsOf } from '@argus/testing/photographs';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { descriptorModelId, formerModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import { GalleryController } from '../gallery/gallery.controller.js';
import { visionService } from '../index.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { startAnalysis } from '../testing/analyse-photographs.js';
import { storeFormerTemplates, syntheticDescriptor } from '../testing/former-templates.js';
import { RecognitionController } from './recognition.controller.js';
import { TwinsController } from './twins.controller.js';

const OTHERS = 500;
const context = (): CallContext => ({ requestId: randomUUID(), deadline: Date.now() + 60_000 });
/** People with a photograph for their template and another to be recognised by. */
const people = new Map<string, { enrolled: Photograph; probe: Photograph }>(
  ['franck', 'cage', 'hepburn', 'bieber', 'connery'].map((person) => {
    const [enrolled, ...others] = portraitsOf(person);
    return [person, { enrolled: enrolled!, probe: others[0]! }];
  }),
);
const strangers = ['obama', 'clooney', 'rihanna'].map((person) => portraitsOf(person)[0]!);

let site: Site;
let pool: AnalysisPool;
let replica: ServiceReplica;
/** Descriptors of the enrolled photographs by both models. */
let described: Map<string, { present: Float32Array; former: Float32Array }>;

const start = (settings: Record<string, string> = {}) =>
  ServiceReplica.start(visionService, { site, settings, overrides: [[ServiceAnalysisPool, pool]] });

beforeAll(async () => {
  site = await Site.create();
  pool = await startAnalysis();
  replica = await start();
  described = new Map();
  for (const [person, { enrolled }] of people) described.set(person, await describeBoth(enrolled));
  const known = [...described.values()].map(({ former }) => former);
  const centre = unitMean(known);
  const synthetic = Array.from({ length: OTHERS }, (_, i): [string, Float32Array[]] => [
    `other-${i}`,
    [1, 2, 3].map((row) => syntheticDescriptor(3 * i + row, centre)),
  ]);
  const real = [...described].map(([person, { former }]): [string, Float32Array[]] => [person, [former]]);
  await storeFormerTemplates(replica, 'site', new Map([...synthetic, ...real]));
  // Read as if they were the present model's, these would be the very photographs.
  const planted = [...described].map(([person, { present }]): [string, Float32Array[]] => [
    person,
    [present],
  ]);
  await storeFormerTemplates(replica, 'planted', new Map(planted));
  await replica.get(Galleries).catchUp();
});

afterAll(async () => {
  await replica.stop();
  await pool.stop();
  await site.remove();
});

async function describeBoth(
  photograph: Photograph,
): Promise<{ present: Float32Array; former: Float32Array }> {
  const stages = { descriptor: true, formerDescriptor: true, passiveLiveness: false, iris: false };
  const { faces } = await pool.analyse({ photograph: await photograph.read(), maxFaces: 1, stages });
  return { present: faces[0]!.descriptor!, former: faces[0]!.formerDescriptor! };
}

function unitMean(vectors: readonly Float32Array[]): Float32Array {
  const sum = vectors[0]!.map((_, i) => vectors.reduce((total, vector) => total + vector[i]!, 0));
  return sum.map((value) => value / Math.hypot(...sum));
}

async function identify(gallery: string, photograph: Photograph, by = replica): Promise<IdentifiedFace> {
  const body = { gallery, photograph: await photograph.read(), max_faces: 1 };
  return (await by.get(RecognitionController).identify({ body }, context())).faces[0]!;
}

async function enrol(
  subject: string,
  photograph: Photograph,
  gallery = 'site',
  enrolment_id: string = randomUUID(),
): Promise<EnrolmentOutcome> {
  const photographs = [await photograph.read()];
  const body = { gallery, subject, photographs, quality_check: false, enrolment_id };
  return replica.get(RecognitionController).enrol({ body }, context());
}

/** Returns who is recognised in the photograph of each person, and by which model. */
async function recognised(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [person, { probe }] of people) {
    const { subject, decision } = await identify('site', probe);
    expect([person, null]).toContain(subject);
    if (subject) found.set(person, decision.model);
  }
  return found;
}

describe('an installation with templates of the former model', () => {
  it('re-enrolment: until they enrol again, people are recognised by the former model and its error rates', async () => {
    const face = await identify('site', people.get('franck')!.probe);
    expect(face).toMatchObject({ subject: 'franck', decision: { model: formerModelId, outcome: 'match' } });
    expect(face.decision.people).toBe(OTHERS + people.size);
    // The present model's thresholds are below 0.6; dlib's impostors reach 0.93.
    expect(face.decision.threshold).toBeGreaterThan(0.94);
    const photograph = await people.get('franck')!.probe.read();
    const body = { gallery: 'site', subject: 'franck', photograph, max_faces: 1 };
    const [claimed] = (await replica.get(RecognitionController).verify({ body }, context())).faces;
    expect(claimed).toMatchObject({
      subject: 'franck',
      decision: { model: formerModelId, purpose: 'verification' },
    });
  });

  it('re-enrolment: strangers are named by neither model', async () => {
    for (const stranger of strangers) expect((await identify('site', stranger)).subject).toBeNull();
  });

  it('re-enrolment: a former template with the very numbers of the present model matches nobody', async () => {
    for (const { enrolled } of people.values()) {
      const { subject, similarity, decision } = await identify('planted', enrolled);
      expect([subject, decision.model]).toEqual([null, formerModelId]);
      expect(similarity).toBeLessThan(0.9);
    }
  });

  it('re-enrolment: a face that is enrolled by the former model is held as somebody else’s', async () => {
    const outcome = await enrol('impostor', people.get('franck')!.enrolled);
    expect(outcome).toMatchObject({
      enrolled: false,
      refusal: 'CONFLICT',
      conflict: { subject: 'franck', model: formerModelId },
    });
    expect(outcome.conflict!.similarity).toBeGreaterThan(outcome.conflict!.threshold);
  });

  it('re-enrolment: another face than that of the former template is held, and the former template stays', async () => {
    const outcome = await enrol('cage', strangers[0]!);
    expect(outcome).toMatchObject({
      refusal: 'CONFLICT',
      conflict: { subject: 'cage', model: formerModelId },
    });
    expect(outcome.conflict!.similarity).toBeLessThan(outcome.conflict!.threshold);
    expect(await identify('site', people.get('cage')!.probe)).toMatchObject({
      subject: 'cage',
      decision: { model: formerModelId },
    });
  });

  it('re-enrolment: a face decided to be somebody else than one person is held next against a former template it looks like', async () => {
    const gallery = 'held';
    const { former } = described.get('franck')!;
    await storeFormerTemplates(replica, gallery, new Map([['before', [former]]]));
    await replica.get(Galleries).catchUp();
    const settle = (enrolment_id: string, other_subject: string, decision: 'different' | 'twins') =>
      replica.get(RecognitionController).settle({ body: { gallery, enrolment_id, other_subject, decision } });
    const [second, third] = [randomUUID(), randomUUID()];
    const photograph = portraitsOf('franck')[1]!;
    expect(await enrol('second', photograph, gallery, second)).toMatchObject({
      conflict: { subject: 'before', model: formerModelId },
    });
    expect(await settle(second, 'before', 'different')).toMatchObject({ enrolled: true });
    expect(await enrol('third', photograph, gallery, third)).toMatchObject({
      conflict: { subject: 'second', model: descriptorModelId },
    });
    expect(await settle(third, 'second', 'different')).toMatchObject({
      enrolled: false,
      refusal: 'CONFLICT',
      conflict: { subject: 'before', model: formerModelId },
    });
    expect(await settle(third, 'before', 'twins')).toMatchObject({ enrolled: true });
    const body = { gallery, page: 1, page_size: 20 };
    const { results } = await replica.get(TwinsController).list({ body });
    expect(results).toMatchObject([{ subject: 'before', other: 'third', model: formerModelId }]);
    expect(results[0]!.similarity).toBeGreaterThan(0.9);
    expect(
      await replica.database.query('SELECT 1 FROM pending_template WHERE gallery = $1', [gallery]),
    ).toEqual([]);
  });

  it('re-enrolment: with VISION_FORMER_TEMPLATES=ignore nobody is recognised by the former model', async () => {
    const ignoring = await start({ VISION_FORMER_TEMPLATES: 'ignore' });
    try {
      for (const { probe } of people.values())
        expect(await identify('site', probe, ignoring)).toMatchObject({
          subject: null,
          similarity: null,
        });
    } finally {
      await ignoring.stop();
    }
  });

  it('re-enrolment: one by one, people change to the present model, and their former template is destroyed', async () => {
    const before = await recognised();
    expect(new Set(before.values())).toEqual(new Set([formerModelId]));
    let left = OTHERS + people.size;
    for (const [person, { enrolled, probe }] of people) {
      expect(await enrol(person, enrolled)).toMatchObject({ enrolled: true });
      left--;
      const face = await identify('site', probe);
      expect(face).toMatchObject({ subject: person, decision: { model: descriptorModelId } });
      const { models } = await replica.get(GalleryController).templates({ body: { gallery: 'site' } });
      expect(models).toEqual([
        { model: descriptorModelId, people: OTHERS + people.size - left, use: 'current' },
        { model: formerModelId, people: left, use: 'recognised' },
      ]);
      expect(replica.get(Galleries).of('site', formerModelId).has(person)).toBe(false);
      expect((await replica.get(RecognitionController).status()).outdated.site).toBe(left);
    }
    const after = await recognised();
    process.stderr.write(
      `recognised of ${people.size} among ${OTHERS} others: ${before.size} by ${formerModelId}, then ${after.size} by ${descriptorModelId}\n`,
    );
    expect([...after.keys()]).toEqual([...people.keys()]);
    const rows = await replica.database.query<{ sealed: unknown }>(
      "SELECT sealed FROM template WHERE retired_at IS NOT NULL AND gallery = 'site'",
    );
    expect(rows).toEqual(Array.from(people, () => ({ sealed: null })));
  });

  it('re-enrolment: strangers are named by neither model while both have people', async () => {
    for (const stranger of strangers) expect((await identify('site', stranger)).subject).toBeNull();
  });
});
