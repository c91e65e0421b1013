import { type CallContext, calibrationCandidateContract, type Principal } from '@argus/contracts';
import { calibrationLayouts } from '@argus/gaze-geometry';
import { ServiceReplica } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calibrationService } from '../index.js';
import {
  bodyOf,
  CalibrationFixture,
  frames,
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

let fixture: CalibrationFixture;
beforeAll(async () => {
  fixture = await CalibrationFixture.start();
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

/** A calibrated candidate of a caller without a token, whose first session came before the secret. */
async function calibrated(candidate: string, caller: Caller & { clientAddress: string }): Promise<void> {
  const { session_id } = await create(candidate, { clientAddress: caller.clientAddress });
  const ids = { session_id, candidate_id: candidate };
  const samples = fixture.look(calibrationLayouts[9]).map(bodyOf);
  await fixture.replica.call(screens.save, asked(candidate), undefined, caller);
  await fixture.replica.call(frames.samples, { body: { ...ids, samples } }, undefined, caller);
  await fixture.replica.call(results.complete, { body: ids }, undefined, caller);
}

describe('callers without a token', () => {
  it.each(others)('a stranger from %s neither reads nor erases what a secret recorded', async (_, other) => {
    const candidate = `victim of ${JSON.stringify(other)}`;
    await calibrated(candidate, victim);
    const params = { candidate_id: candidate };
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
    expect(await replica.call(erase, { params }, undefined, victim)).toMatchObject({
      sessions: 1,
      samples: 180,
      calibrations: 1,
      screens: 1,
    });
  });

  it('a stranger without a secret sees from one address what it recorded, as the documents have it', async () => {
    const plain = { clientAddress: '2001:db8::1' };
    await calibrated('plain', plain);
    const params = { candidate_id: 'plain' };
    const [near, far] = ['2001:db8::2', '2001:db8:1::2'].map((clientAddress) => ({ clientAddress }));
    expect(await fixture.replica.call(results.verify, { params }, undefined, near)).toMatchObject({
      exists: true,
    });
    expect(await fixture.replica.call(results.verify, { params }, undefined, far)).toMatchObject({
      exists: false,
    });
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
    await calibrated('used', caller);
    await fixture.replica.database.query(`UPDATE session SET updated_at = now() - interval '25 hours'`);
    await fixture.replica.get(CandidateRetention).sweep();
    const params = { session_id: unused.session_id };
    expect(await fixture.replica.call(sessions.get, { params }, undefined, caller)).toMatchObject({
      exists: false,
    });
    const used = { candidate_id: 'used' };
    expect(await fixture.replica.call(results.verify, { params: used }, undefined, caller)).toMatchObject({
      exists: true,
    });
  });
});

it('sessions and screens of one address are bounded whatever secrets it shows, those of others are not', async () => {
  const settings = { CALIBRATION_MAX_ANONYMOUS_SESSIONS: '10' };
  const replica = await ServiceReplica.start(calibrationService, { settings });
  try {
    const call = (name: string, clientAddress: string) => {
      const caller = { clientAddress, guest: name };
      return Promise.allSettled([
        replica.call(sessions.create, { body: { candidate_id: name } }, undefined, caller),
        replica.call(screens.save, asked(name), undefined, caller),
      ]);
    };
    for (let made = 0; made < 10; made++)
      expect((await call(`c${made}`, '192.0.2.1')).map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
      ]);
    for (const refused of await call('one more', '192.0.2.1'))
      expect(refused).toMatchObject({
        reason: { code: 'RATE_LIMITED', details: { retryAfterSeconds: 3600 } },
      });
    expect((await call('c1', '192.0.2.1'))[1]!.status).toBe('fulfilled');
    expect((await call('other', '192.0.2.2')).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
    ]);
  } finally {
    await replica.stop();
  }
});
