import {
  type Display,
  displays,
  ecamContract,
  efisContract,
  pfdContract,
  type Principal,
  recordingContract,
  scanContract,
} from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { telemetryService } from '../index.js';

const pilot = (accountId: number): Principal => ({
  ...{ family: 'eyetracker', accountId, username: `pilot${accountId}`, role: 'user', sessionId: 's' },
});
const contracts = { ecam: ecamContract, efis: efisContract, pfd: pfdContract };
type Seen = readonly [display: Display, start: number, end: number, fixationId?: string];

let replica: ServiceReplica;
beforeAll(async () => {
  replica = await ServiceReplica.start(telemetryService);
});
afterAll(() => replica.stop());

/** Stores fixations as the mapper of each display exports them: every display has a row of each, on it or not. */
async function recorded(accountId: number, seen: readonly Seen[]): Promise<string> {
  for (const display of displays) {
    const body = seen.map(([on, start, end, id], place) => ({
      ...{ section_id: 's', recording_id: 'r', fixation_id: id ?? String(place) },
      ...{ start_timestamp: start, end_timestamp: end, duration: end - start },
      ...{ fixation_detected_on_surface: on === display, fixation_x: 0.5, fixation_y: 0.5 },
    }));
    await replica.call(contracts[display].operations.create, { query: {}, body }, pilot(accountId));
  }
  const { results } = await replica.call(
    recordingContract.operations.list,
    { query: { page: 1, page_size: 20 } },
    pilot(accountId),
  );
  return results[0]!.id;
}
const scan = (accountId: number, recording: string, query: object = {}) =>
  replica.call(
    scanContract.operations.scan,
    { query: { recording, time_unit: 'ms', ...query } },
    pilot(accountId),
  );

describe('scan of the displays', () => {
  const seen: readonly Seen[] = [
    ['pfd', 0, 240],
    ['pfd', 280, 590],
    ['efis', 630, 810],
    ['pfd', 850, 1270],
    ['ecam', 1310, 1510],
  ];

  it('scan: dwells, glances, shares and transitions are those of the rows that lie on a display', async () => {
    const id = await recorded(1, seen);
    const report = await scan(1, id);
    expect(report).toMatchObject({ fixations: 5, ambiguous: 0, reversed: 0, method: 'dwell-scan/1' });
    const [ecam, efis, pfd] = report.areas;
    expect(pfd).toMatchObject({ area: 'pfd', fixations: 3, dwells: 2, revisits: 1, first_fixation_s: 0 });
    expect([pfd!.dwell_mean_s, pfd!.glance_mean_s, pfd!.share]).toEqual([
      expect.closeTo((0.59 + 0.42) / 2, 9),
      expect.closeTo((0.59 + 0.46) / 2, 9),
      expect.closeTo(970 / 1350, 9),
    ]);
    expect([ecam!.first_fixation_s, efis!.dwells]).toEqual([expect.closeTo(1.31, 9), 1]);
    expect(report.transitions.counts).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [1, 1, 0],
    ]);
    expect(report.transitions.stationary_eigenvector).toBeNull();
  });

  it('scan: other units of the same rows give other times and the same input, again and again', async () => {
    const id = await recorded(2, seen);
    const [inMs, again, inS] = [await scan(2, id), await scan(2, id), await scan(2, id, { time_unit: 's' })];
    expect(again).toEqual(inMs);
    expect(inS.input_sha256).toBe(inMs.input_sha256);
    expect(inS.areas[2]!.dwell_mean_s).toBeCloseTo(inMs.areas[2]!.dwell_mean_s! * 1000, 6);
    expect(inS.entropy).toEqual(inMs.entropy);
  });

  it('scan: a part has other input; fixations on two displays and reversed rows are counted and left out', async () => {
    const id = await recorded(3, [
      ...seen,
      ['ecam', 1600, 1700, 'both'],
      ['pfd', 1600, 1700, 'both'],
      ['efis', 1800, 1750],
    ]);
    const report = await scan(3, id);
    expect(report).toMatchObject({ fixations: 5, ambiguous: 1, reversed: 1 });
    const part = await scan(3, id, { start_from: 600, start_to: 1300 });
    expect(part.fixations).toBe(2);
    expect(part.input_sha256).not.toBe(report.input_sha256);
  });

  it('scan: rows that were sent twice count once', async () => {
    const once = await scan(6, await recorded(6, seen));
    expect(await scan(6, await recorded(6, seen))).toEqual(once);
  });

  it('scan: of nothing has no times, and of another account there is no recording', async () => {
    const id = await recorded(4, [['pfd', 5, 4]]);
    const report = await scan(4, id);
    expect(report).toMatchObject({ fixations: 0, reversed: 1, entropy: { stationary_bits: 0 } });
    expect(report.areas[2]).toMatchObject({ dwell_mean_s: null, share: 0, first_fixation_s: null });
    for (const recording of [id, 'x', '0190a3b2-6c1e-4d44-8f00-5ffdce74fad3'])
      await expect(scan(5, recording)).rejects.toMatchObject({ code: 'RECORDING_NOT_FOUND' });
  });
});
