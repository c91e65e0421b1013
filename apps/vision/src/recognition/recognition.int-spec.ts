import type { CallContext, Enrol, EnrolmentOutcome, IdentifiedFace } from '@argus/contracts';
import { InProcessBus } from '@argus/messaging';
import { eventually } from '@argus/testing';
import { faceless, groups, imitations, portraitsOf, type Photograph } from '@argus/testing/photographs';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { Galleries } from '../gallery/galleries.service.js';
import { GalleryFollower } from '../gallery/gallery-follower.service.js';
import { visionService } from '../index.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { startAnalysis } from '../testing/analyse-photographs.js';
import { RecognitionController } from './recognition.controller.js';

const context = (): CallContext => ({ requestId: randomUUID(), deadline: Date.now() + 60_000 });
const franck = portraitsOf('franck');
const blurred: Photograph = {
  name: 'blurred',
  faces: 1,
  read: async () =>
    sharp(await franck[2]!.read())
      .blur(8)
      .png()
      .toBuffer(),
};
let site: Site;
let pool: AnalysisPool;
let one: ServiceReplica;
let two: ServiceReplica;

/** Replicas share one pool, because a pool takes seconds to start. */
const start = (bus = new InProcessBus()) =>
  ServiceReplica.start(visionService, {
    site,
    overrides: [[ServiceAnalysisPool, pool]],
    connectBus: async () => bus.handle(),
  });
const controllerOf = (replica: ServiceReplica) => replica.get(RecognitionController);
const galleriesOf = (replica: ServiceReplica) => replica.get(Galleries);

beforeAll(async () => {
  site = await Site.create();
  pool = await startAnalysis();
  const bus = new InProcessBus();
  [one, two] = [await start(bus), await start(bus)];
});

afterAll(async () => {
  await Promise.all([one, two].map((replica) => replica.stop()));
  await pool.stop();
  await site.remove();
});

async function enrol(
  replica: ServiceReplica,
  gallery: string,
  subject: string,
  photographs: readonly Photograph[],
  more: Partial<Enrol> = {},
): Promise<EnrolmentOutcome> {
  const body: Enrol = {
    gallery,
    subject,
    photographs: await Promise.all(photographs.map((photograph) => photograph.read())),
    quality_check: true,
    enrolment_id: randomUUID(),
    ...more,
  };
  return controllerOf(replica).enrol({ body }, context());
}

async function identify(
  replica: ServiceReplica,
  gallery: string,
  photograph: Photograph,
  more = {},
): Promise<readonly IdentifiedFace[]> {
  const body = { gallery, photograph: await photograph.read(), max_faces: 10, ...more };
  return (await controllerOf(replica).identify({ body }, context())).faces;
}

describe('enrol and identify', () => {
  it('identification: every replica recognises an enrolled person and gives the reason', async () => {
    expect(await enrol(one, 'a', '7', franck.slice(0, 3))).toMatchObject({ enrolled: true, refusal: null });
    await eventually(async () => galleriesOf(two).of('a').has('7'), Boolean);
    await enrol(two, 'a', '8', portraitsOf('hepburn').slice(0, 1));
    for (const replica of [one, two]) {
      await galleriesOf(replica).catchUp();
      const [face] = await identify(replica, 'a', franck[8]!);
      expect(face).toMatchObject({ subject: '7', reasons: ['MATCH'] });
      const { decision, similarity } = face!;
      expect(decision).toMatchObject({ outcome: 'match', purpose: 'identification', people: 2, rows: 4 });
      expect(decision.error_rates.map(({ kind }) => kind)).toEqual(['FPIR', 'FNIR']);
      expect(decision.error_rates[0]!.rate).toBeLessThanOrEqual(0.001 + 1e-9);
      expect(decision.undecided_from).toBeLessThanOrEqual(decision.threshold);
      expect(similarity).toBeGreaterThan(0.6);
      expect(face!.confidence).toBeGreaterThan(0.99);
      expect(face!.margin).toBeGreaterThan(0.3);
    }
  });

  it('identification: passive models score a face only if they are asked to', async () => {
    const unscored = { is_live: null, anti_spoof_score: null, liveness_score: null };
    expect(await identify(one, 'a', franck[8]!)).toMatchObject([unscored]);
    const [face] = await identify(one, 'a', franck[8]!, { passive_liveness: true });
    expect(face).toMatchObject({ subject: '7', reasons: ['MATCH'], is_live: true });
    expect(face!.anti_spoof_score).toBeNull();
    expect(face!.liveness_score).toBeGreaterThan(0.4);
  });

  it('identification: strangers and people of another gallery are not recognised', async () => {
    const [stranger] = await identify(one, 'a', portraitsOf('obama')[0]!);
    expect(stranger).toMatchObject({
      subject: null,
      reasons: ['BELOW_THRESHOLD'],
      decision: { outcome: 'no_match' },
    });
    const [elsewhere] = await identify(one, 'another', franck[0]!);
    expect(elsewhere).toMatchObject({
      subject: null,
      similarity: null,
      confidence: null,
      reasons: ['GALLERY_EMPTY'],
      decision: { outcome: 'no_match', people: 0 },
    });
  });

  it('identification: one person twice in a picture is named once, the weaker face is inconclusive', async () => {
    const height = 600;
    const [left, right] = await Promise.all(
      [franck[0]!, franck[8]!].map(async (portrait) =>
        sharp(await portrait.read())
          .resize({ height })
          .png()
          .toBuffer({ resolveWithObject: true }),
      ),
    );
    const photograph = await sharp({
      create: { width: left!.info.width + right!.info.width, height, channels: 3, background: '#777' },
    })
      .composite([
        { input: left!.data, left: 0, top: 0 },
        { input: right!.data, left: left!.info.width, top: 0 },
      ])
      .png()
      .toBuffer();
    const body = { gallery: 'a', photograph, max_faces: 5 };
    const { faces } = await controllerOf(one).identify({ body }, context());
    expect(faces.map(({ subject }) => subject).filter((subject) => subject !== null)).toHaveLength(1);
    const weaker = faces.filter(({ reasons }) => reasons[0] === 'SAME_PERSON_TWICE');
    expect(weaker).toMatchObject([{ subject: null, decision: { outcome: 'inconclusive' } }]);
  });

  it('identification: a request can raise the similarity threshold but not lower it', async () => {
    const [strict] = await identify(one, 'a', franck[8]!, { similarity_threshold: 0.999 });
    expect(strict).toMatchObject({
      subject: null,
      reasons: ['NEAR_THRESHOLD'],
      decision: { threshold: 0.999, outcome: 'inconclusive' },
    });
    const [lax] = await identify(one, 'a', portraitsOf('obama')[0]!, { similarity_threshold: 0.1 });
    const [usual] = await identify(one, 'a', portraitsOf('obama')[0]!);
    expect(lax).toEqual(usual);
  });

  it('identification: faces below the requested quality are not compared', async () => {
    const [face] = await identify(one, 'a', franck[0]!, { quality_threshold: 0.99 });
    expect(face).toMatchObject({
      subject: null,
      similarity: null,
      reasons: ['LOW_QUALITY'],
      decision: { outcome: 'inconclusive' },
    });
  });

  it('identification: the largest faces come first, at most max_faces, and all faces are counted', async () => {
    const body = { gallery: 'a', photograph: await groups[4]!.read(), max_faces: 2 };
    const { faces, faces_detected } = await controllerOf(one).identify({ body }, context());
    expect([faces.length, faces_detected]).toEqual([2, 5]);
    const [first, second] = faces.map(({ box }) => box.width * box.height);
    expect(first).toBeGreaterThanOrEqual(second!);
  });

  it('identification: a picture without faces gives an empty list, an invalid file an error', async () => {
    expect(await identify(one, 'a', faceless[0]!)).toEqual([]);
    const body = { gallery: 'a', photograph: Buffer.from('text named .jpg'), max_faces: 1 };
    await expect(controllerOf(one).identify({ body }, context())).rejects.toMatchObject({
      code: 'IMAGE_NOT_READABLE',
    });
  });
});

describe('refusals of an enrolment', () => {
  it.each([
    ['NO_FACE', () => faceless[0]!],
    ['SEVERAL_FACES', () => groups[0]!],
    ['EYES_COVERED', () => imitations.find(({ name }) => name.includes('skullmask'))!],
    ['LOW_QUALITY', () => blurred],
  ])('enrolment: the photograph is refused with %s', async (refusal, photograph) => {
    const outcome = await enrol(one, 'refusals', '1', [photograph()]);
    expect(outcome).toMatchObject({
      enrolled: false,
      refusal: 'PHOTOGRAPH_REFUSED',
      photographs: [{ refusal }],
    });
    expect(outcome.reason).toMatch(/^Photograph 1: [A-Z0-9].*\.$/);
    expect(galleriesOf(one).of('refusals').has('1')).toBe(false);
  });

  it('enrolment: a photograph of low quality is accepted when the quality check is off', async () => {
    const outcome = await enrol(one, 'lax', '1', [blurred], { quality_check: false });
    expect(outcome).toMatchObject({
      enrolled: true,
      photographs: [{ refusal: null, quality: { reasons: expect.any(Array) } }],
    });
  });

  it('enrolment: a corrupt file is reported as the refusal of that photograph', async () => {
    const broken: Photograph = {
      name: 'broken',
      faces: 0,
      read: () => Promise.resolve(Buffer.from('broken')),
    };
    const outcome = await enrol(one, 'refusals', '1', [franck[0]!, broken]);
    expect(outcome.photographs.map(({ refusal }) => refusal)).toEqual([null, 'IMAGE_NOT_READABLE']);
  });

  it('enrolment: photographs of two people are refused with DIFFERENT_PEOPLE', async () => {
    const outcome = await enrol(one, 'refusals', '1', [franck[0]!, franck[1]!, portraitsOf('clooney')[0]!]);
    expect(outcome).toMatchObject({ enrolled: false, refusal: 'DIFFERENT_PEOPLE' });
    expect(outcome.similarity).toBeLessThan(0.367);
  });
});

describe('an enrolment that is repeated', () => {
  it('enrolment: a repeated enrolment id returns the first outcome and creates nothing', async () => {
    const enrolment_id = randomUUID();
    const first = await enrol(one, 'c', '1', franck.slice(0, 1), { enrolment_id });
    const position = await newestPosition();
    expect(await enrol(two, 'c', '1', franck.slice(0, 1), { enrolment_id })).toEqual(first);
    expect(await newestPosition()).toBe(position);
  });

  it('enrolment: the same enrolment id on two replicas at once gives one outcome', async () => {
    const enrolment_id = randomUUID();
    const outcomes = await Promise.all(
      [one, two].map((replica) => enrol(replica, 'd', '1', franck.slice(0, 1), { enrolment_id })),
    );
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]!.enrolled).toBe(true);
  });
});

describe('enrolments of one face under several names at the same time', () => {
  it('enrolment: of six concurrent enrolments of one face on two replicas exactly one succeeds and the others are held', async () => {
    const outcomes = await Promise.all(
      franck.slice(0, 6).map((photograph, i) => enrol(i % 2 ? one : two, 'race', String(i), [photograph])),
    );
    const winners = outcomes.flatMap(({ enrolled }, i) => (enrolled ? [String(i)] : []));
    expect(winners).toHaveLength(1);
    for (const { enrolled, refusal, conflict } of outcomes)
      if (!enrolled) expect([refusal, conflict?.subject]).toEqual(['CONFLICT', winners[0]]);
  });
});

describe('revoke', () => {
  it('revoke: the template is destroyed on every replica and a repeated call succeeds', async () => {
    await enrol(one, 'e', '1', franck.slice(0, 1));
    await eventually(async () => galleriesOf(two).of('e').has('1'), Boolean);
    const body = { gallery: 'e', subject: '1' };
    await controllerOf(one).revoke({ body });
    await controllerOf(one).revoke({ body });
    await eventually(async () => !galleriesOf(two).of('e').has('1'), Boolean);
    const rows = await one.database.query<{ sealed: unknown }>(
      "SELECT sealed FROM template WHERE gallery = 'e'",
    );
    expect(rows).toEqual([{ sealed: null }]);
    expect(await enrol(two, 'e', '2', franck.slice(0, 1))).toMatchObject({ enrolled: true });
  });
});

describe('a restart', () => {
  it('galleries: a new replica loads them from Postgres and catches up on changes whose events were lost', async () => {
    const fresh = await start();
    // The periodic catch-up would hide that the event was lost.
    jest.spyOn(fresh.get(GalleryFollower), 'catchUp').mockResolvedValue();
    expect(galleriesOf(fresh).sizes()).toEqual(galleriesOf(one).sizes());
    const [face] = await identify(fresh, 'a', franck[9]!);
    expect(face!.subject).toBe('7');
    await enrol(one, 'f', '1', franck.slice(0, 1));
    expect(galleriesOf(fresh).of('f').has('1')).toBe(false);
    await galleriesOf(fresh).catchUp();
    expect(galleriesOf(fresh).of('f').has('1')).toBe(true);
    await fresh.stop();
  });

  it('status: returns backend, workers, queue and people per gallery', async () => {
    expect(await controllerOf(one).status()).toMatchObject({
      backend: 'wasm',
      workers: 1,
      queued: 0,
      galleries: { a: 2 },
    });
  });
});

async function newestPosition(): Promise<string | undefined> {
  const [row] = await one.database.query<{ newest: string }>('SELECT max(position) AS newest FROM template');
  return row?.newest;
}
