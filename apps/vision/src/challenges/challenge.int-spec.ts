import {
  type CallContext,
  DomainError,
  type Instant,
  type LivenessChallenge,
  type LivenessResult,
  livenessSeries,
} from '@argus/contracts';
import { livingSeries, portraitsOf, type TimedFrame } from '@argus/testing/photographs';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { visionService } from '../index.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import type { ChallengeStep } from '../series/challenge-step.js';
import { startAnalysis } from '../testing/analyse-photographs.js';
import { ChallengeController } from './challenge.controller.js';
import { ChallengeStore } from './challenge.store.js';
import { SeriesPrintStore } from './series-print.store.js';

const context = (): CallContext => ({ requestId: randomUUID(), deadline: Date.now() + 200_000 });
const requester = 'attendance/1';
/* Each series is drawn, encoded and looked at: seconds of CPU. */
jest.setTimeout(240_000);

let site: Site;
let pool: AnalysisPool;
let one: ServiceReplica;
let two: ServiceReplica;

beforeAll(async () => {
  site = await Site.create();
  pool = await startAnalysis();
  const overrides: [typeof ServiceAnalysisPool, AnalysisPool][] = [[ServiceAnalysisPool, pool]];
  /* Series are drawn here, far slower than a camera records them. */
  const settings = { VISION_LIVENESS_ANSWER_SECONDS: '600' };
  [one, two] = [
    await ServiceReplica.start(visionService, { site, overrides, settings }),
    await ServiceReplica.start(visionService, { site, overrides, settings }),
  ];
});
afterAll(async () => {
  await Promise.all([one, two].map((replica) => replica.stop()));
  await pool.stop();
  await site.remove();
});

const at = (replica: ServiceReplica) => replica.get(ChallengeController);

/** Makes a challenge as if it had been made so long ago that its series can have been recorded. */
async function challenge(purpose = 'verify', madeSecondsAgo = 20): Promise<LivenessChallenge> {
  const made = await at(one).create({ body: { requester, purpose } });
  await one.database.query(
    'UPDATE liveness_challenge SET created_at = created_at - make_interval(secs => $2) WHERE id = $1',
    [made.challenge_id, madeSecondsAgo],
  );
  return made;
}

const answer = (
  { challenge_id, nonce }: LivenessChallenge,
  frames: readonly TimedFrame[],
  replica = two,
): Promise<LivenessResult> =>
  at(replica).answer({ body: { challenge_id, nonce, requester, frames: [...frames] } }, context());

async function redeem(
  { challenge_id }: LivenessChallenge,
  { used_for = randomUUID(), purpose = 'verify', who = requester, person = 'franck' } = {},
) {
  const photographs = [await portraitsOf(person)[0]!.read()];
  const body = { challenge_id, requester: who, purpose, used_for, photographs };
  return at(one).redeem({ body }, context());
}

const rowOf = async ({ challenge_id }: LivenessChallenge) => {
  const [row] = await one.database.query<Record<string, unknown>>(
    'SELECT * FROM liveness_challenge WHERE id = $1',
    [challenge_id],
  );
  return row!;
};

describe('a liveness challenge', () => {
  let made: LivenessChallenge;
  let frames: TimedFrame[];

  beforeAll(async () => {
    made = await challenge();
    frames = await livingSeries(made);
  });

  it('liveness challenge: a head that follows the steps passes at another replica, and figures are kept without pictures', async () => {
    const result = await answer(made, frames);
    expect(result).toMatchObject({ outcome: 'passed', reasons: [] });
    expect(result.usable_until!.ms).toBeGreaterThan(Date.now() + 60_000);
    for (const name of ['turn_relief', 'turn_stretch', 'least_openness', 'least_similarity'])
      expect(Object.keys(result.scores).some((score) => score.endsWith(name))).toBe(true);
    expect(await rowOf(made)).toMatchObject({ outcome: 'passed', purpose: 'verify', scores: result.scores });
  });

  it('liveness challenge: a second answer is refused', async () => {
    await expect(answer(made, frames, one)).rejects.toMatchObject({ code: 'CHALLENGE_ANSWERED' });
  });

  it('liveness challenge: what passed cannot be used for another purpose, requester or face, and stays unused', async () => {
    expect(await redeem(made, { purpose: 'enroll' })).toMatchObject({
      refusal: 'CHALLENGE_FOR_ANOTHER_PURPOSE',
    });
    expect(await redeem(made, { who: 'attendance/2' })).toMatchObject({ refusal: 'CHALLENGE_NOT_FOUND' });
    expect(await redeem(made, { person: 'obama' })).toMatchObject({ refusal: 'CHALLENGE_OF_ANOTHER_FACE' });
  });

  it('liveness challenge: it is spent once, a repeated call gets the same answer, and the face is destroyed', async () => {
    const used_for = randomUUID();
    const [first, again] = [await redeem(made, { used_for }), await redeem(made, { used_for })];
    expect(first).toMatchObject({ accepted: true, refusal: null });
    expect(again).toEqual(first);
    expect(await redeem(made)).toMatchObject({ accepted: false, refusal: 'CHALLENGE_USED' });
    expect(await rowOf(made)).toMatchObject({ face: null, used_for });
  });

  it('liveness challenge: the audit lists the attempt with its use, for requesters that begin alike only', async () => {
    const list = (requesters: string) => at(two).attempts({ body: { requesters, limit: 50 } });
    const { results } = await list('attendance/');
    expect(results.find(({ challenge_id }) => challenge_id === made.challenge_id)).toMatchObject({
      requester,
      purpose: 'verify',
      outcome: 'passed',
      reasons: [],
      used_for: expect.any(String),
    });
    expect((await list('attendance_')).results).toEqual([]);
    expect((await list('proctor/')).results).toEqual([]);
  });

  it('liveness challenge: pages of the audit hold every attempt once, also those of one moment', async () => {
    for (let i = 0; i < 5; i++)
      await at(one).create({ body: { requester: `paged/${i}`, purpose: 'verify' } });
    await one.database.query(
      "UPDATE liveness_challenge SET created_at = '2026-11-25T08:45:00.123456Z' WHERE requester LIKE 'paged/%'",
    );
    const ids: string[] = [];
    for (let last: { before?: Instant; before_id?: string } = {}, isFull = true; isFull;) {
      const { results } = await at(two).attempts({ body: { requesters: 'paged/', limit: 2, ...last } });
      ids.push(...results.map(({ challenge_id }) => challenge_id));
      isFull = results.length === 2;
      if (isFull) last = { before: results[1]!.created_at, before_id: results[1]!.challenge_id };
    }
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });

  it('liveness challenge: the same frames in the answer to another challenge are a replay', async () => {
    const other = await challenge();
    expect(await answer(other, frames)).toMatchObject({ outcome: 'failed', reasons: ['REPLAYED'] });
    expect(await redeem(other)).toMatchObject({ refusal: 'CHALLENGE_NOT_PASSED' });
  });

  it('liveness challenge: no plain hash of a frame is kept, with which somebody could prove who has the picture', async () => {
    const kept = await one.database.query<{ hash: Buffer }>('SELECT hash FROM liveness_seen_frame');
    const hashes = frames.map(({ image }) => createHash('sha256').update(image).digest('hex'));
    expect(kept.length).toBeGreaterThanOrEqual(new Set(hashes).size);
    expect(kept.filter(({ hash }) => hashes.includes(hash.toString('hex')))).toEqual([]);
  });

  it.each<[string, boolean, (frame: Sharp) => Sharp]>([
    ['encoded anew, smaller and brighter', false, (frame) => frame.resize({ width: 300 }).linear(1.2, 0)],
    ['mirrored for steps to the other sides', true, (frame) => frame.flop()],
  ])('liveness challenge: frames of a passed answer, %s, are a replay', async (_, isMirrored, change) => {
    const other = await challenge();
    const { steps } = await rowOf(made);
    const asked = (steps as ChallengeStep[]).map((step) => {
      const other = step.direction === 'left' ? 'right' : 'left';
      return isMirrored && step.direction ? { ...step, direction: other } : step;
    });
    await one.database.query('UPDATE liveness_challenge SET steps = $2 WHERE id = $1', [
      other.challenge_id,
      JSON.stringify(asked),
    ]);
    const recording = await Promise.all(
      frames.map(async ({ image, at_ms }) => ({
        image: await change(sharp(image)).jpeg({ quality: 60 }).toBuffer(),
        at_ms,
      })),
    );
    expect(await answer(other, recording)).toMatchObject({ outcome: 'failed', reasons: ['REPLAYED'] });
    const prints = await one.database.query('SELECT challenge_id FROM liveness_series_print');
    expect(prints).toEqual([{ challenge_id: made.challenge_id }]);
  });
});

describe('answers that do not pass', () => {
  it('liveness answer: a photograph that is turned, with eyes that close, fails as FLAT or without a turn', async () => {
    const made = await challenge();
    const { outcome, reasons } = await answer(made, await livingSeries(made, { solid: false }));
    expect(outcome).toBe('failed');
    expect(reasons.some((reason) => ['FLAT', 'TURN_MISSING'].includes(reason))).toBe(true);
  });

  it('liveness answer: a head that never blinks fails with BLINK_MISSING', async () => {
    const made = await challenge();
    expect(await answer(made, await livingSeries(made, { blinks: false }))).toMatchObject({
      outcome: 'failed',
      reasons: ['BLINK_MISSING'],
    });
  });

  it('liveness answer: frames that came sooner than they can have been recorded fail', async () => {
    const made = await challenge('verify', 0);
    const frames = await livingSeries(made);
    await one.database.query('UPDATE liveness_challenge SET created_at = now() WHERE id = $1', [
      made.challenge_id,
    ]);
    expect(await answer(made, frames)).toMatchObject({ outcome: 'failed', reasons: ['SENT_TOO_EARLY'] });
  });

  it('liveness answer: frames of nobody are inconclusive', async () => {
    const made = await challenge();
    const image = Buffer.from('no picture');
    const frames = Array.from({ length: 130 }, (_, i) => ({ image, at_ms: i * 100 }));
    expect(await answer(made, frames)).toMatchObject({ outcome: 'inconclusive' });
  });
});

describe('input that changes nothing', () => {
  const frames = (times: readonly number[]): TimedFrame[] =>
    times.map((at_ms) => ({ image: randomBytes(16), at_ms }));
  const tenth = Array.from({ length: 12 }, (_, i) => i * 100);

  it.each<[string, string, (made: LivenessChallenge) => Promise<unknown>]>([
    [
      'an unknown challenge',
      'CHALLENGE_NOT_FOUND',
      (made) => answer({ ...made, challenge_id: randomUUID() }, frames(tenth)),
    ],
    [
      'a challenge that is no id',
      'CHALLENGE_NOT_FOUND',
      (made) => answer({ ...made, challenge_id: "x'--" }, frames(tenth)),
    ],
    [
      'the nonce of another challenge',
      'NONCE_WRONG',
      async (made) => answer({ ...made, nonce: (await challenge('enroll')).nonce }, frames(tenth)),
    ],
    ['times that do not rise', 'VALIDATION_FAILED', (made) => answer(made, frames([...tenth].reverse()))],
    [
      'frames closer than a camera takes them',
      'VALIDATION_FAILED',
      (made) => answer(made, frames(tenth.map((ms) => ms / 100))),
    ],
    [
      'a small file of forty megapixels',
      'SERIES_TOO_LARGE',
      async (made) => {
        const [width, height] = [8000, 5000];
        const image = await sharp({ create: { width, height, channels: 3, background: '#000' } })
          .png({ palette: true })
          .toBuffer();
        expect(image.byteLength).toBeLessThan(50_000);
        return answer(
          made,
          tenth.map((at_ms) => ({ image, at_ms })),
        );
      },
    ],
    [
      'a frame that is too large',
      'SERIES_TOO_LARGE',
      (made) =>
        answer(
          made,
          tenth.map((at_ms) => ({ image: Buffer.alloc(livenessSeries.maxFrameBytes + 1), at_ms })),
        ),
    ],
  ])('liveness answer: %s is refused with %s and leaves the challenge open', async (_, code, send) => {
    const made = await challenge();
    await expect(send(made)).rejects.toMatchObject({ code });
    expect(await rowOf(made)).toMatchObject({ answered_at: null, outcome: null });
  });

  it('liveness answer: while one answer of an account is judged another of it waits, and one of somebody else does not', async () => {
    const [verify, enrol] = [await challenge('verify'), await challenge('enroll')];
    await one.database.query('UPDATE liveness_challenge SET answered_at = now() WHERE id = $1', [
      verify.challenge_id,
    ]);
    await expect(answer(enrol, frames(tenth))).rejects.toMatchObject({ code: 'ANSWER_IN_PROGRESS' });
    expect(await rowOf(enrol)).toMatchObject({ answered_at: null });
    await one.database.query('UPDATE liveness_challenge SET requester = $2 WHERE id = $1', [
      verify.challenge_id,
      'attendance/2',
    ]);
    expect(await answer(enrol, frames(tenth))).toMatchObject({ outcome: 'inconclusive' });
  });

  it('liveness answer: bytes that come twice in one answer count once', async () => {
    const made = await challenge();
    const [frame] = frames([0]);
    const sent = tenth.map((at_ms) => ({ ...frame!, at_ms }));
    expect((await answer(made, sent)).scores).toMatchObject({ duplicate_frames: 11, lost_frames: 1 });
  });

  it('liveness challenge: it must be answered within its series and the allowance, and a new one takes its place', async () => {
    const [first, other, second] = [await challenge(), await challenge('enroll'), await challenge()];
    expect(await rowOf(first)).toBeUndefined();
    expect(await rowOf(other)).toBeDefined();
    const leftMs = second.expires_at.ms - Date.now() - second.duration_ms;
    expect(leftMs).toBeLessThanOrEqual(600_000);
    expect(leftMs).toBeGreaterThan(590_000);
  });

  it('liveness answer: after its time a challenge takes no answer', async () => {
    const made = await challenge();
    await one.database.query('UPDATE liveness_challenge SET expires_at = now() WHERE id = $1', [
      made.challenge_id,
    ]);
    await expect(answer(made, frames(tenth))).rejects.toMatchObject({ code: 'CHALLENGE_EXPIRED' });
  });

  it('liveness answer: of two at once on two replicas one is judged', async () => {
    const made = await challenge();
    const sent = frames(tenth);
    const results = await Promise.allSettled([answer(made, sent, one), answer(made, sent, two)]);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
    expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({ code: 'CHALLENGE_ANSWERED' });
  });

  it('liveness answer: an answer that vision cannot judge now leaves challenge and frames free', async () => {
    const made = await challenge();
    const late = { requestId: randomUUID(), deadline: Date.now() - 1 };
    const body = { challenge_id: made.challenge_id, nonce: made.nonce, requester, frames: frames(tenth) };
    await expect(at(one).answer({ body }, late)).rejects.toBeInstanceOf(DomainError);
    expect(await rowOf(made)).toMatchObject({ answered_at: null });
    expect(await answer(made, body.frames)).toMatchObject({ outcome: 'inconclusive' });
  });
});

describe('retention of challenges', () => {
  it('liveness retention: a challenge that nobody answered goes within the hour', async () => {
    const made = await challenge();
    const overFor = (minutes: number) =>
      one.database.query(
        'UPDATE liveness_challenge SET expires_at = now() - make_interval(mins => $2) WHERE id = $1',
        [made.challenge_id, minutes],
      );
    await overFor(20);
    await one.get(ChallengeStore).deleteOld();
    expect(await rowOf(made)).toBeDefined();
    await overFor(40);
    await one.get(ChallengeStore).deleteOld();
    expect(await rowOf(made)).toBeUndefined();
  });

  it('liveness retention: a face that was not used in time is destroyed, and rows go after the days of the audit', async () => {
    const made = await challenge();
    await one.database.query(
      "UPDATE liveness_challenge SET face = '\\x00', usable_until = now() - interval '1 s' WHERE id = $1",
      [made.challenge_id],
    );
    await one.get(ChallengeStore).forgetFaces();
    expect(await rowOf(made)).toMatchObject({ face: null });
    await one.get(ChallengeStore).deleteOld();
    expect(await rowOf(made)).toBeDefined();
    await one.database.query(
      "UPDATE liveness_challenge SET created_at = now() - interval '91 days' WHERE id = $1",
      [made.challenge_id],
    );
    await one.get(ChallengeStore).deleteOld();
    expect(await rowOf(made)).toBeUndefined();
  });

  it('liveness retention: prints of passed series go after the days of the audit', async () => {
    const print = { challengeId: randomUUID(), requester, prints: randomBytes(60) };
    const store = one.get(SeriesPrintStore);
    const count = async () => {
      const sql = 'SELECT 1 AS one FROM liveness_series_print WHERE challenge_id = $1';
      return (await one.database.query(sql, [print.challengeId])).length;
    };
    await store.insert(print);
    await store.deleteOld();
    expect(await count()).toBe(1);
    await one.database.query(
      "UPDATE liveness_series_print SET seen_at = now() - interval '91 days' WHERE challenge_id = $1",
      [print.challengeId],
    );
    await store.deleteOld();
    expect(await count()).toBe(0);
  });
});
