import type { GalleryEvaluation } from '@argus/contracts';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CurvesInForce } from '../accuracy/curves-in-force.service.js';
import { seededRandom } from '../accuracy/seeded-random.js';
import { shippedCurve } from '../accuracy/shipped-curves.js';
import { DESCRIPTOR_LENGTH, descriptorModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import { visionService } from '../index.js';
import { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { TemplateStore } from '../templates/template.store.js';
import { AccuracyController } from './accuracy.controller.js';

let site: Site;
let replica: ServiceReplica;

beforeAll(async () => {
  site = await Site.create();
  replica = await start();
});
afterAll(async () => {
  await replica.stop();
  await site.remove();
});

/* Nothing is analysed here, so the pool has no models. */
const start = () => {
  const pool = new AnalysisPool({ backend: 'wasm', workers: 1, maxQueued: 1, batchSize: 1 });
  return ServiceReplica.start(visionService, { site, overrides: [[ServiceAnalysisPool, pool]] });
};

/** Enrols simulated people: a direction each, and noise for each photograph. */
async function enrol(gallery: string, people: number, photographs: number, noise: number): Promise<void> {
  const random = seededRandom(people);
  const vector = () =>
    Float32Array.from({ length: DESCRIPTOR_LENGTH }, () => random() + random() + random() - 1.5);
  const store = replica.get(TemplateStore);
  await store.change(async (tx) => {
    for (let person = 0; person < people; person++) {
      const centre = vector();
      const descriptors = Array.from({ length: photographs }, () => {
        const sum = vector().map((value, i) => centre[i]! + noise * value);
        const length = Math.hypot(...sum);
        return sum.map((value) => value / length);
      });
      await store.replace(tx, await store.seal(tx, { gallery, subject: String(person) }, descriptors));
    }
  });
  await replica.get(Galleries).catchUp();
}

const evaluate = (
  gallery: string,
  groups: { group: string; subjects: string[] }[] = [],
): Promise<GalleryEvaluation> => replica.get(AccuracyController).evaluate({ body: { gallery, groups } });
const adopt = (gallery: string, curve_id: string | null, of = replica) =>
  of.get(AccuracyController).adopt({ body: { gallery, curve_id } });
const curveOf = (gallery: string, of = replica) => of.get(CurvesInForce).of(gallery, descriptorModelId).id;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));

describe('the evaluation of a gallery', () => {
  it('an evaluation counts the pairs of the enrolled and gives the rates of every purpose', async () => {
    await enrol('counted', 120, 3, 0.6);
    const found = await evaluate('counted');
    expect(found).toMatchObject({
      people: 120,
      people_compared: 120,
      genuine_pairs: 360,
      impostor_pairs: 64_260,
    });
    expect(found.purposes.map(({ purpose }) => purpose)).toEqual([
      'verification',
      'identification',
      'duplicate',
      'consistency',
    ]);
    for (const { present, proposed } of found.purposes)
      for (const { false_matches, false_non_matches } of [present, proposed!])
        for (const { rate, low, high } of [false_matches, false_non_matches]) {
          expect(low).toBeLessThanOrEqual(rate);
          expect(rate).toBeLessThanOrEqual(high);
        }
    const rates = found.points.map(({ false_matches }) => false_matches.rate);
    expect(rates.length).toBeGreaterThan(5);
    expect(rates).toEqual(rates.toSorted((one, other) => other - one));
  });

  it('an evaluation of nobody, of one person and of few people has no curve and says so', async () => {
    await enrol('one', 1, 3, 0.6);
    await enrol('few', 99, 2, 0.6);
    for (const [name, people] of [
      ['nobody', 0],
      ['one', 1],
      ['few', 99],
    ] as const) {
      const found = await evaluate(name);
      expect(found).toMatchObject({ people, curve_id: null });
      expect(found.purposes.every(({ proposed }) => proposed === null)).toBe(true);
      expect(found.remarks.join(' ')).toContain('A curve needs 100 people');
    }
  });

  it('groups of fewer than 20 people are not shown, whatever is asked for', async () => {
    await enrol('grouped', 60, 2, 0.6);
    const { groups, groups_suppressed } = await evaluate('grouped', [
      { group: 'large', subjects: numbers(0, 40) },
      { group: 'small', subjects: numbers(40, 59) },
      { group: 'others', subjects: numbers(1000, 1100) },
    ]);
    expect(groups).toMatchObject([{ group: 'large', people: 40, genuine_pairs: 40, impostor_pairs: 3120 }]);
    expect(groups_suppressed).toBe(2);
  });

  it('an adopted curve decides on every replica until the shipped one is taken back', async () => {
    await enrol('adopted', 110, 3, 0.6);
    const { curve_id, curve_in_force } = await evaluate('adopted');
    expect(curve_in_force).toBe(shippedCurve(descriptorModelId).id);
    const other = await start();
    try {
      await adopt('adopted', curve_id);
      expect(curveOf('adopted')).toBe(curve_id);
      expect(curveOf('counted')).toBe(shippedCurve(descriptorModelId).id);
      await other.get(CurvesInForce).read();
      expect(curveOf('adopted', other)).toBe(curve_id);
      expect((await evaluate('adopted')).curve_in_force).toBe(curve_id);
      await adopt('adopted', null, other);
      await replica.get(CurvesInForce).read();
      expect(curveOf('adopted')).toBe(shippedCurve(descriptorModelId).id);
    } finally {
      await other.stop();
    }
  });

  it('a curve that does not exist, or of another gallery, is not adopted and changes nothing', async () => {
    await enrol('own', 105, 2, 0.6);
    const { curve_id } = await evaluate('own');
    await adopt('own', curve_id);
    await expect(adopt('own', randomUUID())).rejects.toMatchObject({ code: 'CURVE_NOT_FOUND' });
    await expect(adopt('strange', curve_id)).rejects.toMatchObject({ code: 'CURVE_NOT_FOUND' });
    expect(curveOf('own')).toBe(curve_id);
  });

  it('adoptions at once leave one curve in force', async () => {
    await enrol('raced', 101, 2, 0.6);
    const curves = [(await evaluate('raced')).curve_id, (await evaluate('raced')).curve_id];
    await Promise.all([...curves, ...curves].map((curve) => adopt('raced', curve)));
    const rows = await replica.database.query(
      "SELECT id FROM accuracy_curve WHERE gallery = 'raced' AND adopted_at IS NOT NULL",
    );
    expect(rows).toHaveLength(1);
    await replica.get(CurvesInForce).read();
    expect(curves).toContain(curveOf('raced'));
  });
});
