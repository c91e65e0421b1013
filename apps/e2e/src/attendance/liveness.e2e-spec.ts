import { type Platform, startPlatform } from '@argus/testing';
import { type AskedSteps, livingSeries, portraitsOf, type TimedFrame } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { AttendanceClient, dataUrl, dataUrlOf, type User } from './attendance-client.js';

const challenges = '/api/v1/face/liveness/challenges/';

interface Challenge extends AskedSteps {
  readonly challenge_id: string;
  readonly nonce: string;
}
interface VerifyResult {
  readonly recognized: boolean;
  readonly employee_id: string | null;
  readonly liveness: string;
  readonly error_code: string | null;
  readonly attendance_logged: boolean;
}

let platform: Platform;
let client: AttendanceClient;
let token: string;
let person: User;

beforeAll(async () => {
  platform = await startPlatform({
    settings: {
      RATE_LIMIT_FACTOR: '10000',
      ATTENDANCE_LIVENESS_CAMERAS: 'DOOR=active_required',
      /* Series are drawn here, slower than a camera records them. */
      VISION_LIVENESS_ANSWER_SECONDS: '600',
    },
  });
  client = new AttendanceClient(platform.url, platform.admin);
  ({ access: token } = await client.login());
  await client.removeDemo(token);
  person = await client.createUser(token);
  const images = await Promise.all(portraitsOf('franck').slice(0, 3).map(dataUrlOf));
  await client.work('enroll', token, { employee_id: person.employee_id, images });
}, 120_000);
afterAll(() => platform?.stop());

async function make(): Promise<Challenge> {
  const { status, body } = await client.http.post(challenges, { purpose: 'verify' }, { token });
  expect(status).toBe(201);
  return body as Challenge;
}

function send({ challenge_id, nonce }: Challenge, frames: readonly TimedFrame[]) {
  const sent = frames.map(({ image, at_ms }) => ({ image: dataUrl(image), at_ms }));
  return client.http.post(`${challenges}${challenge_id}/answer/`, { nonce, frames: sent }, { token });
}

/** Records as a client does: no answer is there before the time of its series is over. */
async function record(
  challenge: Challenge,
  look: Parameters<typeof livingSeries>[1] = {},
): Promise<TimedFrame[]> {
  const [frames] = await Promise.all([livingSeries(challenge, look), sleep(challenge.duration_ms + 200)]);
  return frames;
}

const verify = async (more: object) =>
  client.work<VerifyResult>('verify', token, {
    image: await dataUrlOf(portraitsOf('franck')[9]!),
    camera_id: 'DOOR',
    ...more,
  });

describe('liveness over HTTP', () => {
  it('liveness: a camera that requires a challenge refuses without one with 403 and says what to do', async () => {
    const image = await dataUrlOf(portraitsOf('franck')[9]!);
    const { status, body } = await client.http.post(
      '/api/v1/face/verify/',
      { image, camera_id: 'DOOR' },
      { token },
    );
    expect(status).toBe(403);
    expect(JSON.stringify(body)).toContain(challenges);
  });

  it('liveness: who follows the steps is verified once with the challenge; its frames pass no other one', async () => {
    const challenge = await make();
    const frames = await record(challenge);
    const { status, body } = await send(challenge, frames);
    expect([status, body]).toMatchObject([200, { outcome: 'passed', reasons: [] }]);
    const liveness_challenge_id = challenge.challenge_id;
    expect(await verify({ liveness_challenge_id })).toMatchObject({
      status: 'completed',
      result: { recognized: true, employee_id: person.employee_id, liveness: 'challenge' },
    });
    expect(await verify({ liveness_challenge_id })).toMatchObject({
      status: 'failed',
      result: { recognized: false, error_code: 'CHALLENGE_USED', attendance_logged: false },
    });
    expect((await send(challenge, frames)).status).toBe(409);
    const next = await make();
    /* The challenges differ in length: nobody can have recorded these frames sooner. */
    await sleep(Math.max(next.duration_ms, frames.at(-1)!.at_ms) + 200);
    expect((await send(next, frames)).body).toMatchObject({
      outcome: 'failed',
      reasons: [{ code: 'REPLAYED' }],
    });
  }, 180_000);

  it('liveness: a photograph that is turned before the camera does not pass and opens nothing', async () => {
    const challenge = await make();
    const { body } = await send(challenge, await record(challenge, { solid: false, blinks: false }));
    expect(body).toMatchObject({ outcome: 'failed' });
    expect(await verify({ liveness_challenge_id: challenge.challenge_id })).toMatchObject({
      status: 'failed',
      result: { error_code: 'CHALLENGE_NOT_PASSED' },
    });
  }, 180_000);

  it('liveness: a challenge does not exist for other accounts, and wrong nonces and bad frames are refused', async () => {
    const challenge = await make();
    const frames = Array.from({ length: 12 }, (_, i) => ({ image: Buffer.from([i]), at_ms: i * 100 }));
    const { access } = await client.login(await client.createUser(token));
    const body = { nonce: challenge.nonce, frames: frames.map(({ at_ms }) => ({ image: 'AAAA', at_ms })) };
    const path = `${challenges}${challenge.challenge_id}/answer/`;
    expect((await client.http.post(path, body, { token: access })).status).toBe(404);
    expect((await send({ ...challenge, nonce: 'another' }, frames)).status).toBe(409);
    expect((await send(challenge, [...frames].reverse())).status).toBe(400);
    expect((await client.http.post(path, body)).status).toBe(401);
  });
});
