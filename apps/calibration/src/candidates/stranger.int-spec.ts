import { type CallContext, calibrationCandidateContract, type Principal } from '@argus/contracts';
import { calibrationLayouts } from '@argus/gaze-geometry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bodyOf,
  CalibrationFixture,
  frames,
  type Ids,
  refusal,
  results,
  screens,
  sessions,
} from '../testing/calibration-fixture.js';
import { CandidateRetention } from './candidate-retention.clock.js';

const { erase } = calibrationCandidateContract.operations;

type Caller = Pick<CallContext, 'clientAddress' | 'guest'>;
const victim = { clientAddress: '192.0.2.1', guest: 'secret-of-the-victim' };
const others: readonly (readonly [string, Caller])[] = [
  ['another address', { clientAddress: '192.0.2.2' }],
  ['the same address without the secret', { clientAddress: '192.0.2.1' }],
  ['the same address with another secret', { clientAddress: '192.0.2.1', guest: 'another-secret' }],
];

const MAX_SESSIONS = 10;
let fixture: CalibrationFixture;
beforeAll(async () => {
  fixture = await CalibrationFixture.start({ CALIBRATION_MAX_ANONYMOUS_SESSIONS: String(MAX_SESSIONS) });
});
afterAll(() => fixture.stop());

const asked = (screen: string) => ({
  body: {
    candidate_id: screen,
    screen_width_px: 1920,
    screen_height_px: 1080,
    dpi: 96,
    monitor_name: 'Unknown',
    camera_position: 'top-center' as const,
    distance_cm: '60',
    collection_method: 'card',
  },
});

async function create(candidate: string, caller: Partial<CallContext>, principal?: Principal) {
  const input = { body: { candidate_id: candidate } };
  return fixture.replica.call(sessions.create, input, principal, caller);
}

/** A candidate of a caller without a token with a screen and samples, whose session came before the secret. */
async function measured(candidate: string, caller: Caller & { clientAddress: string }): Promise<Ids> {
  const { session_id } = await create(candidate, { clientAddress: caller.clientAddress });
  const ids = { session_id, candidate_id: candidate };
  const samples = fixture.look(calibrationLayouts[9]).map(bodyOf);
  await fixture.replica.call(screens.save, asked(candidate), undefined, caller);
  await fixture.replica.call(frames.samples, { body: { ...ids, samples } }, undefined, caller);
  return ids;
}

describe('what a stranger with a secret recorded', () => {
  const params = { candidate_id: 'victim' };

  beforeAll(async () => {
    const ids = await measured('victim', victim);
    await fixture.replica.call(results.complete, { body: ids }, undefined, victim);
  });

  it.each(others)('a stranger from %s neither reads nor erases what a secret recorded', async (_, other) => {
    const { replica } = fixture;
    expect(await refusal(replica.call(screens.get, { params }, undefined, other))).toBe(
      'SCREEN_INFO_NOT_FOUND',
    );
    expect(await refusal(replica.call(results.download, { params }, undefined, other))).toBe(
      'CALIBRATION_NOT_FOUND',
    );
    expect(await replica.call(erase, { params }, undefined, other)).toMatchObject({
      sessions: 0,
      samples: 0,
      calibrations: 0,
      screens: 0,
    });
    expect(await replica.call(results.verify, { params }, undefined, victim)).toMatchObject({ exists: true });
  });

  it('who shows the secret erases it', async () => {
    expect(await fixture.replica.call(erase, { params }, undefined, victim)).toMatchObject({
      sessions: 1,
      samples: 180,
      calibrations: 1,
      screens: 1,
    });
  });
});

describe('callers without a token', () => {
  it('a stranger without a secret sees from one address what it recorded, as the documents have it', async () => {
    const plain = { clientAddress: '2001:db8::1' };
    await fixture.replica.call(screens.save, asked('plain'), undefined, plain);
    const params = { candidate_id: 'plain' };
    const [near, far] = ['2001:db8::2', '2001:db8:1::2'].map((clientAddress) => ({ clientAddress }));
    expect(await fixture.replica.call(screens.get, { params }, undefined, near)).toMatchObject(params);
    expect(await refusal(fixture.replica.call(screens.get, { params }, undefined, far))).toBe(
      'SCREEN_INFO_NOT_FOUND',
    );
  });

  it('a secret is given once, to a caller who has neither token nor secret, and is not stored', async () => {
    const { owner_secret: secret } = await create('first', { clientAddress: '192.0.2.5' });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect((await create('second', victim)).owner_secret).toBeUndefined();
    const somebody: Principal = {
      family: 'techtrack',
      accountId: 7,
      username: 'x',
      role: '',
      sessionId: 's',
    };
    expect((await create('third', {}, somebody)).owner_secret).toBeUndefined();
    const [row] = await fixture.replica.database.query<{ text: string }>(
      `SELECT string_agg(session::text, '') AS text FROM session WHERE candidate_id = 'first'`,
    );
    expect(row!.text).toContain('address:');
    expect(row!.text).not.toContain(secret);
    expect(row!.text).not.toContain('192.0.2.5');
  });

  it('an unused session of a stranger is erased after a day, one with samples is not', async () => {
    const caller = { clientAddress: '192.0.2.6' };
    const unused = await create('unused', caller);
    const used = await measured('used', caller);
    await fixture.replica.database.query(`UPDATE session SET updated_at = now() - interval '25 hours'`);
    await fixture.replica.get(CandidateRetention).sweep();
    const exists = async ({ session_id }: Pick<Ids, 'session_id'>) =>
      (await fixture.replica.call(sessions.get, { params: { session_id } }, undefined, caller)).exists;
    expect([await exists(unused), await exists(used)]).toEqual([false, true]);
  });

  it('sessions and screens of one address are bounded whatever secrets it shows, those of others are not', async () => {
    const { replica } = fixture;
    const call = (name: string, clientAddress: string) => {
      const caller = { clientAddress, guest: name };
      return Promise.allSettled([
        replica.call(sessions.create, { body: { candidate_id: name } }, undefined, caller),
        replica.call(screens.save, asked(name), undefined, caller),
      ]);
    };
    for (let made = 0; made < MAX_SESSIONS; made++)
      expect((await call(`c${made}`, '192.0.2.9')).map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
      ]);
    for (const refused of await call('one more', '192.0.2.9'))
      expect(refused).toMatchObject({
        reason: { code: 'RATE_LIMITED', details: { retryAfterSeconds: 3600 } },
      });
    expect((await call('c1', '192.0.2.9'))[1]?.status).toBe('fulfilled');
    expect((await call('other', '192.0.2.10')).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
    ]);
  });
});
