import { calibrationCandidateContract, type Principal } from '@argus/contracts';
import { calibrationLayouts, validationLayout } from '@argus/gaze-geometry';
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
const somebody: Principal = {
  family: 'techtrack',
  accountId: 7,
  username: 'x',
  role: '',
  sessionId: 's',
};

let fixture: CalibrationFixture;
beforeAll(async () => {
  fixture = await CalibrationFixture.start();
});
afterAll(() => fixture.stop());

/** A candidate with a screen, a session, samples, a calibration and a validation. */
async function validatedCandidate(): Promise<Ids> {
  const { ids } = await fixture.calibrated();
  const samples = fixture.look(validationLayout).map(bodyOf);
  await fixture.replica.call(results.validate, { body: { candidate_id: ids.candidate_id, samples } });
  return ids;
}

/** Returns the tables of the service that hold one of the words. */
async function rowsWith(...words: string[]): Promise<string[]> {
  const tables = await fixture.replica.database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await fixture.replica.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "${name}" AS row WHERE row::text LIKE ANY ($1)`,
      [words.map((word) => `%${word}%`)],
    );
    if (row!.count > 0) found.push(name);
  }
  return found.sort();
}

const age = (session: string, days: number) =>
  fixture.replica.database.query(
    `WITH old AS (UPDATE session SET updated_at = now() - $2 * interval '1 day' WHERE id = $1 RETURNING *)
     UPDATE screen SET saved_at = old.updated_at FROM old
      WHERE screen.owner = old.owner AND screen.candidate_id = old.candidate_id`,
    [session, days],
  );

describe('erasing a candidate', () => {
  it('erasing a candidate removes all their data and nothing of others', async () => {
    const [ids, other] = [await validatedCandidate(), await validatedCandidate()];
    const namesake = await fixture.begin(somebody, ids.candidate_id);
    const params = { candidate_id: ids.candidate_id };
    expect(await rowsWith(ids.session_id)).toEqual(['calibration', 'sample', 'session']);

    expect(await fixture.replica.call(erase, { params })).toEqual({
      success: true,
      candidate_id: ids.candidate_id,
      sessions: 1,
      samples: 180,
      calibrations: 1,
      screens: 1,
      message: expect.any(String),
    });
    expect(await rowsWith(ids.session_id, `(,${ids.candidate_id},`)).toEqual([]);
    const [left] = await fixture.replica.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM assessment',
    );
    expect(left!.count).toBe(1);
    expect(await fixture.replica.call(sessions.get, { params: ids })).toMatchObject({ exists: false });
    expect(await fixture.replica.call(results.verify, { params })).toMatchObject({
      exists: false,
      has_screen_info: false,
    });
    expect(await refusal(fixture.replica.call(results.download, { params }))).toBe('CALIBRATION_NOT_FOUND');
    expect(await fixture.replica.call(erase, { params })).toMatchObject({
      sessions: 0,
      samples: 0,
      calibrations: 0,
      screens: 0,
    });

    expect(await fixture.replica.call(sessions.get, { params: namesake }, somebody)).toMatchObject({
      exists: true,
    });
    expect(await fixture.replica.call(screens.get, { params }, somebody)).toMatchObject(params);
    expect(await fixture.replica.call(results.quality, { params: other })).toMatchObject({
      validation: expect.any(Object),
    });
  });

  it('erasing a candidate leaves nothing behind from calls at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const ids = await fixture.begin();
      const add = () => {
        const samples = fixture.look(calibrationLayouts[4], 5).map(bodyOf);
        return fixture.replica.call(frames.samples, { body: { ...ids, samples } });
      };
      await add();
      const [added, , completed] = await Promise.allSettled([
        add(),
        fixture.replica.call(erase, { params: ids }),
        fixture.replica.call(results.complete, { body: ids }),
      ]);
      /* If the completion runs first and finds too few frames, the session fails before it is erased. */
      if (added.status === 'rejected') {
        const { code: completion } = (completed as PromiseRejectedResult).reason as { code: string };
        const mayBeClosed = completion === 'CALIBRATION_INVALID';
        expect(['SESSION_NOT_FOUND', ...(mayBeClosed ? ['SESSION_NOT_OPEN'] : [])]).toContain(
          (added.reason as { code: string }).code,
        );
      }
      expect(completed).toMatchObject({
        status: 'rejected',
        reason: {
          code: expect.stringMatching(
            /^(SESSION_NOT_FOUND|FRAMES_MISSING|SCREEN_INFO_NOT_FOUND|CALIBRATION_INVALID)$/,
          ),
        },
      });
      expect(await rowsWith(ids.session_id)).toEqual([]);
    }
  });
});

describe('retention', () => {
  it('calibration retention erases sessions unchanged for a year with everything that belongs to them', async () => {
    const [old, young] = [await validatedCandidate(), await validatedCandidate()];
    await age(old.session_id, 366);
    await age(young.session_id, 364);
    await fixture.replica.get(CandidateRetention).sweep();
    expect(await rowsWith(old.session_id, `(,${old.candidate_id},`)).toEqual([]);
    expect(await fixture.replica.call(results.verify, { params: young })).toMatchObject({
      exists: true,
      has_screen_info: true,
    });
  });

  it('calibration retention keeps the screen of a candidate with a newer session and erases more sessions than one step does', async () => {
    const { candidate_id } = await fixture.begin();
    await fixture.replica.database.query(
      `INSERT INTO session (id, owner, candidate_id, expires_at, updated_at)
       SELECT gen_random_uuid(), '', $1, now(), now() - interval '400 days' FROM generate_series(1, 450)`,
      [candidate_id],
    );
    await fixture.replica.database.query(
      `UPDATE screen SET saved_at = now() - interval '400 days' WHERE candidate_id = $1`,
      [candidate_id],
    );
    await fixture.replica.get(CandidateRetention).sweep();
    const [row] = await fixture.replica.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM session WHERE candidate_id = $1',
      [candidate_id],
    );
    expect(row!.count).toBe(1);
    expect(await fixture.replica.call(screens.get, { params: { candidate_id } })).toMatchObject({
      candidate_id,
    });
  });
});
