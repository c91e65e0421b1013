import type {
  CallContext,
  ConflictDecision,
  Enrol,
  EnrolmentOutcome,
  IdentifiedFace,
} from '@argus/contracts';
import { portraitsOf, type Photograph } from '@argus/testing/photographs';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { ConflictStore } from '../templates/conflict.store.js';
import { TwinsController } from './twins.controller.js';
import { Galleries } from '../gallery/galleries.service.js';
import { visionService } from '../index.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { startAnalysis } from '../testing/analyse-photographs.js';
import { RecognitionController } from './recognition.controller.js';

const context = (): CallContext => ({ requestId: randomUUID(), deadline: Date.now() + 60_000 });
const franck = portraitsOf('franck');
let site: Site;
let pool: AnalysisPool;
let replica: ServiceReplica;

beforeAll(async () => {
  site = await Site.create();
  pool = await startAnalysis();
  replica = await ServiceReplica.start(visionService, { site, overrides: [[ServiceAnalysisPool, pool]] });
});
afterAll(async () => {
  await replica.stop();
  await pool.stop();
  await site.remove();
});

const controller = () => replica.get(RecognitionController);
const gallery = (name: string) => replica.get(Galleries).of(name);

async function enrol(
  name: string,
  subject: string,
  photographs: readonly Photograph[],
  enrolment_id: string = randomUUID(),
): Promise<EnrolmentOutcome> {
  const read = await Promise.all(photographs.map((photograph) => photograph.read()));
  const body: Enrol = { gallery: name, subject, photographs: read, quality_check: false, enrolment_id };
  return controller().enrol({ body }, context());
}

/** Enrols one man as `first`, and again as each of the others; returns the enrolment ids of the latter. */
async function enrolTwice(name: string, ...others: string[]): Promise<string[]> {
  expect(await enrol(name, 'first', franck.slice(0, 3))).toMatchObject({ enrolled: true });
  return Promise.all(
    others.map(async (subject, i) => {
      const id = randomUUID();
      const outcome = await enrol(name, subject, franck.slice(3 + 3 * i, 6 + 3 * i), id);
      expect(outcome).toMatchObject({ enrolled: false, refusal: 'CONFLICT', conflict: { subject: 'first' } });
      return id;
    }),
  );
}

const settle = (name: string, enrolment_id: string, decision: ConflictDecision, other_subject = 'first') =>
  controller().settle({ body: { gallery: name, enrolment_id, other_subject, decision } });

async function identify(name: string, photograph: Photograph): Promise<IdentifiedFace> {
  const body = { gallery: name, photograph: await photograph.read(), max_faces: 1 };
  return (await controller().identify({ body }, context())).faces[0]!;
}
async function verify(name: string, subject: string, photograph: Photograph): Promise<IdentifiedFace> {
  const body = { gallery: name, subject, photograph: await photograph.read(), max_faces: 1 };
  return (await controller().verify({ body }, context())).faces[0]!;
}
const waiting = (name: string) =>
  replica.database.query<{ subject: string; sealed: Buffer }>(
    'SELECT subject, sealed FROM pending_template WHERE gallery = $1 ORDER BY subject',
    [name],
  );

describe('an enrolment that conflicts with another person', () => {
  it('a conflicting enrolment is held with its figures, and its template is sealed and not searched', async () => {
    const [id] = await enrolTwice('held', 'second');
    const outcome = await enrol('held', 'second', franck.slice(3, 6), id);
    expect(outcome.conflict!.similarity).toBeGreaterThanOrEqual(outcome.conflict!.threshold);
    expect(outcome.conflict!.error_rates.map(({ kind }) => kind)).toEqual(['FMR', 'FNMR']);
    expect(gallery('held').has('second')).toBe(false);
    expect((await waiting('held')).map(({ subject }) => subject)).toEqual(['second']);
    expect(await identify('held', franck[9]!)).toMatchObject({ subject: 'first' });
    expect(await verify('held', 'second', franck[9]!)).toMatchObject({
      subject: null,
      reasons: ['NOT_ENROLLED'],
      decision: { outcome: 'no_match', purpose: 'verification', people: 0 },
    });
  });

  it('the owner of a face is enrolled again without a conflict, and what waited for the same person is destroyed', async () => {
    await enrolTwice('again', 'second');
    expect(await enrol('again', 'first', franck.slice(5, 8))).toMatchObject({ enrolled: true });
    expect(await enrol('again', 'second', portraitsOf('obama'))).toMatchObject({ enrolled: true });
    expect(await waiting('again')).toEqual([]);
    expect(gallery('again').size).toBe(2);
  });

  it('same: the waiting template is destroyed, and a repeated settlement answers the same', async () => {
    const [id] = await enrolTwice('same', 'second');
    const outcome = await settle('same', id!, 'same');
    expect(outcome).toMatchObject({ enrolled: false, refusal: 'ALREADY_ENROLLED' });
    expect(await settle('same', id!, 'same')).toEqual(outcome);
    expect(await settle('same', id!, 'twins')).toEqual(outcome);
    expect(await waiting('same')).toEqual([]);
    expect(gallery('same').has('second')).toBe(false);
  });

  it('same: who was accepted as a different person before stays without a face after the next enrolment', async () => {
    const [id] = await enrolTwice('same again', 'second');
    expect(await settle('same again', id!, 'different')).toMatchObject({ enrolled: true });
    const next = randomUUID();
    expect(await enrol('same again', 'second', franck.slice(6, 9), next)).toMatchObject({
      conflict: { subject: 'first' },
    });
    expect(await settle('same again', next, 'same')).toMatchObject({ refusal: 'ALREADY_ENROLLED' });
    expect(gallery('same again').has('second')).toBe(false);
    expect(await verify('same again', 'second', franck[9]!)).toMatchObject({ reasons: ['NOT_ENROLLED'] });
    expect(await identify('same again', franck[9]!)).toMatchObject({ subject: 'first' });
  });

  it('different: the template becomes active once, and who looks like both is named for neither', async () => {
    const [id] = await enrolTwice('different', 'second');
    const outcomes = await Promise.all([1, 2, 3].map(() => settle('different', id!, 'different')));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ enrolled: true, refusal: null });
    expect(gallery('different').has('second')).toBe(true);
    expect(await waiting('different')).toEqual([]);
    expect(await identify('different', franck[9]!)).toMatchObject({
      subject: null,
      reasons: ['SECOND_PERSON_NEAR'],
      decision: { outcome: 'inconclusive' },
    });
  });

  it('twins: both are active, no longer held against each other, and a claim of one is compared with both', async () => {
    const [id] = await enrolTwice('twins', 'second');
    expect(await settle('twins', id!, 'twins')).toMatchObject({ enrolled: true });
    expect(await enrol('twins', 'second', franck.slice(3, 6))).toMatchObject({ enrolled: true });
    expect(await enrol('twins', 'first', franck.slice(0, 3))).toMatchObject({ enrolled: true });
    expect(await enrol('twins', 'third', franck.slice(6, 9))).toMatchObject({ refusal: 'CONFLICT' });
    const claim = await verify('twins', 'second', franck[9]!);
    expect(claim).toMatchObject({ subject: null, decision: { outcome: 'inconclusive' } });
    expect(claim.margin).toBeLessThan(claim.decision.required_margin!);
  });

  it('twins: photographs of the one are a conflict again when they are enrolled for the other, in both directions', async () => {
    const [id] = await enrolTwice('swapped', 'second');
    await settle('swapped', id!, 'twins');
    expect(await enrol('swapped', 'second', franck.slice(0, 3))).toMatchObject({
      enrolled: false,
      refusal: 'CONFLICT',
      conflict: { subject: 'first' },
    });
    expect(await enrol('swapped', 'first', franck.slice(3, 6))).toMatchObject({
      refusal: 'CONFLICT',
      conflict: { subject: 'second' },
    });
  });

  it('twins: without a template of their own, a person is held where they are nearer to the twin than was decided', async () => {
    const [id] = await enrolTwice('bare', 'second');
    await settle('bare', id!, 'twins');
    await replica.database.query(
      "UPDATE template SET sealed = NULL, retired_at = now(), position = (SELECT max(position) + 1 FROM template) WHERE gallery = 'bare' AND subject = 'second' AND retired_at IS NULL",
    );
    expect(await enrol('bare', 'second', franck.slice(0, 3))).toMatchObject({ refusal: 'CONFLICT' });
    expect(await enrol('bare', 'second', franck.slice(3, 6))).toMatchObject({ enrolled: true });
  });

  it('verify: a claim is compared with the claimed person only, and a stranger is not taken for them', async () => {
    await enrol('claims', 'first', franck.slice(0, 3));
    await enrol('claims', 'obama', portraitsOf('obama'));
    const claim = await verify('claims', 'first', franck[9]!);
    expect(claim).toMatchObject({
      subject: 'first',
      margin: null,
      decision: { outcome: 'match', purpose: 'verification', people: 1, rows: 3, required_margin: null },
    });
    expect(claim.decision.error_rates.map(({ kind }) => kind)).toEqual(['FMR', 'FNMR']);
    expect(await verify('claims', 'obama', franck[9]!)).toMatchObject({
      subject: null,
      decision: { outcome: 'no_match' },
    });
  });

  it('two held enrolments of one face: the one decided last conflicts with the one decided first', async () => {
    const [second, third] = await enrolTwice('chain', 'second', 'third');
    expect(await settle('chain', second!, 'different')).toMatchObject({ enrolled: true });
    const next = await settle('chain', third!, 'different');
    expect(next).toMatchObject({ enrolled: false, refusal: 'CONFLICT', conflict: { subject: 'second' } });
    expect(await settle('chain', third!, 'different')).toEqual(next);
    expect(await settle('chain', third!, 'different', 'second')).toMatchObject({ enrolled: true });
    expect(gallery('chain').size).toBe(3);
  });

  it('a revocation of either person destroys the waiting template and the pair', async () => {
    for (const subject of ['first', 'second']) {
      const name = `revoked ${subject}`;
      const [id] = await enrolTwice(name, 'second');
      await controller().revoke({ body: { gallery: name, subject } });
      expect(await waiting(name)).toEqual([]);
      expect(await settle(name, id!, 'different')).toMatchObject({ enrolled: false, refusal: 'NOT_PENDING' });
    }
    const [id] = await enrolTwice('revoked twins', 'second');
    await settle('revoked twins', id!, 'twins');
    await controller().revoke({ body: { gallery: 'revoked twins', subject: 'first' } });
    expect(
      await replica.database.query("SELECT 1 FROM negative_pair WHERE gallery = 'revoked twins'"),
    ).toEqual([]);
  });

  it('twins are listed once, and ended in either order: then they are held against each other again', async () => {
    const name = 'ended twins';
    const twins = replica.get(TwinsController);
    const listed = () => twins.list({ body: { gallery: name, page: 1, page_size: 20 } });
    const [id] = await enrolTwice(name, 'second');
    await settle(name, id!, 'twins');
    expect(await listed()).toMatchObject({
      count: 1,
      results: [{ subject: 'first', other: 'second', similarity: expect.any(Number) }],
    });
    const pair = { gallery: name, subject: 'second', other: 'first' };
    expect(await twins.areTwins({ body: pair })).toEqual({ twins: true });
    expect(await twins.end({ body: { ...pair, gallery: 'another' } })).toEqual({ twins: false });
    expect(await twins.end({ body: pair })).toEqual({ twins: true });
    expect(await twins.end({ body: pair })).toEqual({ twins: false });
    expect(await listed()).toEqual({ count: 0, results: [] });
    expect(await enrol(name, 'second', franck.slice(3, 6))).toMatchObject({ refusal: 'CONFLICT' });
  });

  it('a template that waited longer than its days is destroyed, and a late decision says so', async () => {
    const [late, fresh] = await enrolTwice('late', 'second', 'third');
    await replica.database.query(
      "UPDATE pending_template SET created_at = now() - interval '91 days' WHERE enrolment_id = $1",
      [late],
    );
    await replica.get(ConflictStore).destroyOldPending();
    expect(await waiting('late')).toHaveLength(1);
    expect(await settle('late', late!, 'different')).toMatchObject({ refusal: 'NOT_PENDING' });
    expect(await settle('late', fresh!, 'different')).toMatchObject({ enrolled: true });
  });

  it('a waiting template of another descriptor model is not made active', async () => {
    const [id] = await enrolTwice('outdated', 'second');
    await replica.database.query(
      "UPDATE pending_template SET model_version = '0' WHERE gallery = 'outdated'",
    );
    expect(await settle('outdated', id!, 'different')).toMatchObject({
      enrolled: false,
      refusal: 'MODEL_OUTDATED',
    });
    expect(await waiting('outdated')).toEqual([]);
  });
});

describe('an enrolment with a photograph given twice', () => {
  it('repeated photographs: the same file, and the same picture in another file, are refused by name', async () => {
    const [picture] = franck;
    const png: Photograph = {
      ...picture!,
      read: async () =>
        sharp(await picture!.read())
          .png()
          .toBuffer(),
    };
    const outcome = await enrol('repeated', 'first', [picture!, picture!, png]);
    expect(outcome).toMatchObject({ enrolled: false, refusal: 'PHOTOGRAPH_REFUSED' });
    expect(outcome.photographs.map(({ refusal }) => refusal)).toEqual([
      null,
      'PHOTOGRAPH_REPEATED',
      'PHOTOGRAPH_REPEATED',
    ]);
    expect(outcome.reason).toContain('Photograph 2: It is the same file as photograph 1.');
    expect(outcome.reason).toContain('Photograph 3: It is the same picture as photograph 1.');
  });
});

describe('an enrolment that does not look like the person enrolled so far', () => {
  /** Enrols one man, and then another one's face for him. */
  async function replaceFace(name: string): Promise<string> {
    const id = randomUUID();
    expect(await enrol(name, 'first', franck.slice(0, 3))).toMatchObject({ enrolled: true });
    const outcome = await enrol(name, 'first', portraitsOf('obama'), id);
    expect(outcome).toMatchObject({ enrolled: false, refusal: 'CONFLICT', conflict: { subject: 'first' } });
    expect(outcome.conflict!.similarity).toBeLessThan(outcome.conflict!.threshold);
    expect(outcome.conflict!.error_rates.map(({ kind }) => kind)).toEqual(['FMR', 'FNMR']);
    return id;
  }

  it('own template: another face is held, and the former template stays in force', async () => {
    await replaceFace('own');
    expect(await verify('own', 'first', franck[9]!)).toMatchObject({ subject: 'first' });
    expect(await verify('own', 'first', portraitsOf('obama')[0]!)).toMatchObject({ subject: null });
  });

  it('own template: decided as the same person, the new template replaces the former one', async () => {
    const id = await replaceFace('own same');
    const outcome = await settle('own same', id, 'same');
    expect(outcome).toMatchObject({ enrolled: true });
    expect(await settle('own same', id, 'same')).toEqual(outcome);
    expect(await verify('own same', 'first', franck[9]!)).toMatchObject({ subject: null });
    expect(await verify('own same', 'first', portraitsOf('obama')[0]!)).toMatchObject({ subject: 'first' });
  });

  it.each(['different', 'twins'] as const)(
    'own template: decided as "%s", the enrolment is refused and no pair is stored',
    async (decision) => {
      const name = `own ${decision}`;
      const id = await replaceFace(name);
      expect(await settle(name, id, decision)).toMatchObject({ enrolled: false, refusal: 'NOT_THE_PERSON' });
      expect(await waiting(name)).toEqual([]);
      expect(await verify(name, 'first', franck[9]!)).toMatchObject({ subject: 'first' });
      const pairs = 'SELECT 1 FROM negative_pair WHERE gallery = $1';
      expect(await replica.database.query(pairs, [name])).toEqual([]);
    },
  );

  it('own template: a face that an administrator takes for the person is still held against somebody else', async () => {
    await enrol('own and other', 'owner', portraitsOf('obama'));
    const id = await replaceFace('own and other');
    expect(await settle('own and other', id, 'same')).toMatchObject({ conflict: { subject: 'owner' } });
    expect(await verify('own and other', 'first', franck[9]!)).toMatchObject({ subject: 'first' });
  });
});
