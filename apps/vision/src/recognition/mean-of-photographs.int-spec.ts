import type { CallContext, EnrolmentOutcome, IdentifiedFace } from '@argus/contracts';
import { type Photograph, portraitsOf } from '@argus/testing/photographs';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { similarity } from '../accuracy/pair-scores.js';
import { unitMean } from '../accuracy/unit-mean.js';
import { Galleries } from '../gallery/galleries.service.js';
import { visionService } from '../index.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { ConflictStore } from '../templates/conflict.store.js';
import { TemplateStore } from '../templates/template.store.js';
import { startAnalysis } from '../testing/analyse-photographs.js';
import { RecognitionController } from './recognition.controller.js';

const franck = portraitsOf('franck');
const obama = portraitsOf('obama');
const probe = franck[9]!;
let site: Site;
let pool: AnalysisPool;
let replica: ServiceReplica;
let other: ServiceReplica;

const start = () => ServiceReplica.start(visionService, { site, overrides: [[ServiceAnalysisPool, pool]] });
const context = (): CallContext => ({ requestId: randomUUID(), deadline: Date.now() + 60_000 });

beforeAll(async () => {
  site = await Site.create();
  pool = await startAnalysis();
  [replica, other] = [await start(), await start()];
});
afterAll(async () => {
  await other.stop();
  await replica.stop();
  await pool.stop();
  await site.remove();
});

const described = new Map<Photograph, Promise<Float32Array>>();
function describeFace(photograph: Photograph): Promise<Float32Array> {
  const stages = { descriptor: true, passiveLiveness: false, iris: false };
  const fresh = async (): Promise<Float32Array> => {
    const { faces } = await pool.analyse({ photograph: await photograph.read(), maxFaces: 1, stages });
    return faces[0]!.descriptor!;
  };
  const known = described.get(photograph) ?? fresh();
  described.set(photograph, known);
  return known;
}

async function enrol(gallery: string, photographs: readonly Photograph[]): Promise<EnrolmentOutcome> {
  const read = await Promise.all(photographs.map((photograph) => photograph.read()));
  const body = {
    gallery,
    subject: 'first',
    photographs: read,
    quality_check: false,
    enrolment_id: randomUUID(),
  };
  return replica.get(RecognitionController).enrol({ body }, context());
}

async function identify(gallery: string, by = replica): Promise<IdentifiedFace> {
  await by.get(Galleries).catchUp();
  const body = { gallery, photograph: await probe.read(), max_faces: 1 };
  return (await by.get(RecognitionController).identify({ body }, context())).faces[0]!;
}

/** Expects these replicas to compare with the mean of these photographs alone. */
async function expectMeanOf(
  gallery: string,
  photographs: readonly Photograph[],
  replicas: readonly ServiceReplica[] = [replica],
): Promise<void> {
  const descriptors = await Promise.all(photographs.map(describeFace));
  const expected = similarity(unitMean(descriptors), await describeFace(probe));
  for (const by of replicas) {
    const face = await identify(gallery, by);
    expect(face).toMatchObject({ subject: 'first', decision: { people: 1, rows: photographs.length } });
    expect(face.similarity).toBeCloseTo(expected, 5);
  }
}

describe('the mean of the photographs of a person', () => {
  it('mean of photographs: every replica compares with it, and after a restart and a replacement with that of the new ones alone', async () => {
    expect(await enrol('mean', franck.slice(0, 3))).toMatchObject({ enrolled: true });
    await expectMeanOf('mean', franck.slice(0, 3));
    // One of the three is replaced: there is no trace of the photograph that is gone.
    expect(await enrol('mean', [...franck.slice(1, 3), franck[5]!])).toMatchObject({ enrolled: true });
    const restarted = await start();
    await expectMeanOf('mean', [...franck.slice(1, 3), franck[5]!], [replica, other, restarted]);
    await restarted.stop();
    await replica.get(RecognitionController).revoke({ body: { gallery: 'mean', subject: 'first' } });
    for (const by of [replica, other]) {
      expect(await identify('mean', by)).toMatchObject({ subject: null, similarity: null });
      expect(by.get(Galleries).of('mean').photographCount).toBe(0);
    }
  });

  it('mean of photographs: another person in any one of three photographs is refused, and the template so far stays', async () => {
    expect(await enrol('mixed', franck.slice(3, 6))).toMatchObject({ enrolled: true });
    for (const place of [0, 1, 2]) {
      const outcome = await enrol('mixed', franck.slice(0, 3).with(place, obama[0]!));
      expect([place, outcome.enrolled, outcome.refusal]).toEqual([place, false, 'DIFFERENT_PEOPLE']);
    }
    await expectMeanOf('mixed', franck.slice(3, 6));
  });

  it('mean of photographs: a template of another version of the model is not compared and takes no part in a mean', async () => {
    expect(await enrol('version', franck.slice(0, 3))).toMatchObject({ enrolled: true });
    await replica.database.query(
      `UPDATE template SET model_version = 'earlier', position = (SELECT max(position) + 1 FROM template)
        WHERE gallery = 'version'`,
    );
    const restarted = await start();
    expect(await identify('version', restarted)).toMatchObject({ subject: null, similarity: null });
    expect((await restarted.get(RecognitionController).status()).outdated).toMatchObject({ version: 1 });
    await restarted.stop();
    expect(await enrol('version', franck.slice(3, 6))).toMatchObject({ enrolled: true });
    await expectMeanOf('version', franck.slice(3, 6));
  });

  it('mean of photographs: of twins, the one in the picture is recognised by the lead over the other’s mean, and never as the other', async () => {
    const gallery = 'twins';
    expect(await enrol(gallery, franck.slice(0, 3))).toMatchObject({ enrolled: true });
    const mean = unitMean(await Promise.all(franck.slice(0, 3).map(describeFace)));
    await plantTwin(gallery, mean, 0.75);
    const claim = async (subject: string): Promise<IdentifiedFace> => {
      const body = { gallery, subject, photograph: await probe.read(), max_faces: 1 };
      return (await replica.get(RecognitionController).verify({ body }, context())).faces[0]!;
    };
    const own = await claim('first');
    expect(own).toMatchObject({ subject: 'first', decision: { outcome: 'match' } });
    expect(own.margin).toBeGreaterThan(own.decision.required_margin!);
    expect(await claim('second')).toMatchObject({ subject: null });
    // A twin as near as the person's own mean: nobody is named.
    await plantTwin(gallery, mean, 0.97);
    for (const subject of ['first', 'second'])
      expect(await claim(subject)).toMatchObject({ subject: null, decision: { outcome: 'inconclusive' } });
    expect(await identify(gallery)).toMatchObject({ subject: null, reasons: ['SECOND_PERSON_NEAR'] });
  });
});

/** Stores a template with three photographs about a mean that is as similar to another mean as said, and the pair. */
async function plantTwin(gallery: string, mean: Float32Array, nearness: number): Promise<void> {
  const store = replica.get(TemplateStore);
  const sideways = unitMean([mean.map((value, i) => (i % 2 === 0 ? -1 : 1) * (value + 0.05))]);
  const along = similarity(mean, sideways);
  const across = unitMean([sideways.map((value, i) => value - along * mean[i]!)]);
  const descriptors = [-0.2, 0, 0.2].map((spread) =>
    unitMean([
      mean.map(
        (value, i) =>
          nearness * value + Math.sqrt(1 - nearness ** 2) * across[i]! + spread * (i === 7 ? 1 : 0),
      ),
    ]),
  );
  await store.change(async (tx) => {
    await store.replace(tx, await store.seal(tx, { gallery, subject: 'second' }, descriptors));
    await replica
      .get(ConflictStore)
      .addPair(tx, { gallery, subject: 'first', otherSubject: 'second' }, { similarity: null, model: null });
  });
  await replica.get(Galleries).catchUp();
}
