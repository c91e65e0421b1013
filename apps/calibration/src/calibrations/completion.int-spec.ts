import { calibrationLayouts } from '@argus/gaze-geometry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bodyOf,
  CalibrationFixture,
  frames,
  type Ids,
  refusal,
  results,
  sessions,
} from '../testing/calibration-fixture.js';

let fixture: CalibrationFixture;
beforeAll(async () => {
  fixture = await CalibrationFixture.start();
});
afterAll(() => fixture.stop());

const complete = (ids: Ids) => fixture.replica.call(results.complete, { body: ids });
/** Fails: four targets are too few for model F3. */
const failToComplete = (ids: Ids) =>
  refusal(fixture.replica.call(results.refit, { body: { ...ids, model: 'F3' } }));
const stateOf = (ids: Ids) => fixture.replica.call(sessions.get, { params: ids });

async function recorded(): Promise<Ids> {
  const ids = await fixture.begin();
  const samples = fixture.look(calibrationLayouts[4]).map(bodyOf);
  await fixture.replica.call(frames.samples, { body: { ...ids, samples } });
  return ids;
}

/** Runs `call` against a completion that is not yet committed; commits it once the call waits for it. */
async function whileCompleting<T>(ids: Ids, call: () => Promise<T>): Promise<T> {
  const { database } = fixture.replica;
  const other = database.dataSource.createQueryRunner();
  try {
    await other.startTransaction();
    const [{ pid }] = (await other.query('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
    await other.query(`UPDATE session SET status = 'completed', error_message = NULL WHERE id = $1`, [
      ids.session_id,
    ]);
    const outcome = call();
    const waiting = 'SELECT pid FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))';
    while ((await database.query(waiting, [pid])).length === 0);
    await other.commitTransaction();
    return await outcome;
  } finally {
    await other.release();
  }
}

describe('concurrent completions', () => {
  it('a completion that fails after a successful one keeps its calibration', async () => {
    const ids = await recorded();
    await complete(ids);
    expect(await failToComplete(ids)).toBe('CALIBRATION_INVALID');
    expect(await stateOf(ids)).toMatchObject({ status: 'completed', error_message: null });
  });

  it('a completion that fails while another commits leaves the session completed', async () => {
    const ids = await recorded();
    expect(await whileCompleting(ids, () => failToComplete(ids))).toBe('CALIBRATION_INVALID');
    expect(await stateOf(ids)).toMatchObject({ status: 'completed', error_message: null });
  });

  it('a completion that succeeds after a failed one leaves the session completed', async () => {
    const ids = await recorded();
    expect(await failToComplete(ids)).toBe('CALIBRATION_INVALID');
    expect(await stateOf(ids)).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('F3'),
    });
    await complete(ids);
    expect(await stateOf(ids)).toMatchObject({ status: 'completed', error_message: null });
  });

  it('concurrent successful and failing completions leave the session completed in any order', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, recorded));
    await Promise.all(
      all.flatMap((ids, i) =>
        i % 2 === 0 ? [complete(ids), failToComplete(ids)] : [failToComplete(ids), complete(ids)],
      ),
    );
    for (const ids of all)
      expect(await stateOf(ids)).toMatchObject({ status: 'completed', error_message: null });
  });

  it('resuming a session does not undo a completion that commits meanwhile', async () => {
    const ids = await recorded();
    const resume = () => refusal(fixture.replica.call(sessions.resume, { params: ids }));
    expect(await whileCompleting(ids, resume)).toBe('SESSION_COMPLETED');
    expect(await stateOf(ids)).toMatchObject({ status: 'completed' });
  });
});
