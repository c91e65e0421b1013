import {
  ecamContract,
  type FixationDraft,
  type FixationQuery,
  type FixationView,
  pfdContract,
  type Principal,
} from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { telemetryService } from '../index.js';

const principal = (accountId: number, role = 'user'): Principal => ({
  family: 'eyetracker',
  accountId,
  username: `pilot${accountId}`,
  role,
  sessionId: 's',
});
const fixation = (fixationId: string, more: Partial<FixationDraft> = {}): FixationDraft => ({
  section_id: 's1',
  recording_id: 'r1',
  fixation_id: fixationId,
  start_timestamp: 1.5,
  end_timestamp: 2,
  duration: 0.5,
  fixation_detected_on_surface: true,
  fixation_x: 0.1,
  fixation_y: 0.2,
  ...more,
});
const fixations = (count: number): FixationDraft[] =>
  Array.from({ length: count }, (_, index) => fixation(`f${index}`, { start_timestamp: index }));

let replica: ServiceReplica;
beforeAll(async () => {
  replica = await ServiceReplica.start(telemetryService);
});
afterAll(() => replica.stop());

/** Returns the list, joined from its pieces. */
async function listed(
  accountId: number,
  query: FixationQuery = {},
  { list } = ecamContract.operations,
): Promise<FixationView[]> {
  let text = '';
  for (let state: Uint8Array | undefined, isFirst = true; isFirst || state; isFirst = false) {
    const body = state === undefined ? {} : { state };
    const piece = await replica.call(list, { query, body }, principal(accountId));
    text += Buffer.from(piece.bytes).toString();
    state = piece.next;
  }
  return JSON.parse(text) as FixationView[];
}
const store = async (
  accountId: number,
  body: FixationDraft[],
  query: { file_sha256?: string } = {},
): Promise<FixationView[]> =>
  (await replica.call(ecamContract.operations.create, { query, body }, principal(accountId))).data;

describe('fixations', () => {
  it('fixations: rows are answered and listed in their order and in the order of fields of the original', async () => {
    const data = await store(1, [fixation('b'), fixation('a')]);
    expect(data.map(({ fixation_id }) => fixation_id)).toEqual(['b', 'a']);
    expect(Object.keys(data[0]!)).toEqual([
      ...['id', 'section_id', 'recording_id', 'fixation_id', 'start_timestamp', 'end_timestamp', 'duration'],
      ...['fixation_detected_on_surface', 'fixation_x', 'fixation_y', 'owner_id', 'user'],
    ]);
    expect(await listed(1)).toEqual(data);
    expect(data[0]).toMatchObject({ ...fixation('b'), owner_id: 'USR1', user: 1 });
  });

  it('fixations: an administrator owns rows as ADM, and accounts and displays see none of each other', async () => {
    const { create } = ecamContract.operations;
    const { data } = await replica.call(create, { query: {}, body: [fixation('x')] }, principal(2, 'admin'));
    expect(data[0]!.owner_id).toBe('ADM2');
    expect(await listed(2)).toEqual(data);
    await expect(listed(3)).rejects.toMatchObject({ code: 'NO_DATA' });
    await expect(listed(2, {}, pfdContract.operations)).rejects.toMatchObject({ code: 'NO_DATA' });
  });

  it('fixations: filters are exact and joined, blank ones are none, and nothing found is NO_DATA', async () => {
    await store(4, [
      fixation('f1'),
      fixation('f2', { section_id: 's2', start_timestamp: 9 }),
      fixation('f3', { recording_id: 'r2' }),
    ]);
    const found = async (query: FixationQuery) =>
      (await listed(4, query)).map(({ fixation_id }) => fixation_id);
    expect(await found({ section_id: 's1', recording_id: 'r1' })).toEqual(['f1']);
    expect(await found({ fixation_id: 'f3', section_id: '' })).toEqual(['f3']);
    expect(await found({ start_from: 9 })).toEqual(['f2']);
    expect(await found({ start_to: 9 })).toEqual(['f1', 'f3']);
    for (const query of [{ section_id: 's' }, { section_id: 'S1' }, { fixation_id: 'f1', section_id: 's2' }])
      await expect(found(query)).rejects.toMatchObject({ code: 'NO_DATA' });
  });

  it('fixations: a list over several pieces is whole, and pages by limit and after join to it', async () => {
    const data = await store(5, fixations(12_000));
    expect(await listed(5)).toEqual(data);
    const paged: FixationView[] = [];
    for (let after = 0; paged.length < 12_000; after = paged.at(-1)!.id)
      paged.push(...(await listed(5, { after, limit: 7000 })));
    expect(paged).toEqual(data);
    await expect(listed(5, { after: data.at(-1)!.id })).rejects.toMatchObject({ code: 'NO_DATA' });
  });

  it('fixations: a file of a checksum is stored once, also by 8 uploads at once, and never with other rows', async () => {
    const file_sha256 = 'a'.repeat(64);
    const uploads = await Promise.all(
      Array.from({ length: 8 }, () => store(6, fixations(100), { file_sha256 })),
    );
    for (const upload of uploads) expect(upload).toEqual(uploads[0]);
    expect(await listed(6)).toEqual(uploads[0]);
    await expect(store(6, fixations(99), { file_sha256 })).rejects.toMatchObject({ code: 'UPLOAD_DIFFERS' });
    expect(await store(7, fixations(1), { file_sha256 })).toHaveLength(1);
  });

  it('fixations: a place may be unknown where the fixation lies on no display, and only there', async () => {
    const nowhere = { fixation_x: null, fixation_y: null };
    const elsewhere = fixation('off', { ...nowhere, fixation_detected_on_surface: false });
    expect((await store(9, [elsewhere]))[0]).toMatchObject(nowhere);
    await expect(store(9, [elsewhere, fixation('on', nowhere)])).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: {
        items: 2,
        issues: [
          { path: [1, 'fixation_x'], code: 'null' },
          { path: [1, 'fixation_y'], code: 'null' },
        ],
      },
    });
    expect(await listed(9)).toHaveLength(1);
  });

  it('fixations: rows of more than 100 recordings in one upload are refused, and none is stored', async () => {
    const rows = Array.from({ length: 101 }, (_, index) => fixation('f', { recording_id: `r${index}` }));
    await expect(store(10, rows)).rejects.toMatchObject({ code: 'TOO_MANY_RECORDINGS' });
    await expect(listed(10)).rejects.toMatchObject({ code: 'NO_DATA' });
  });

  it('fixations: without a checksum a repeated upload is stored again, as in the original; an empty one stores nothing', async () => {
    await store(8, fixations(2));
    await store(8, fixations(2));
    expect(await store(8, [])).toEqual([]);
    expect(await listed(8)).toHaveLength(4);
  });
});

it('fixations: with TELEMETRY_EMPTY_LIST=empty-array nothing found is an empty array', async () => {
  const settings = { TELEMETRY_EMPTY_LIST: 'empty-array' };
  const other = await ServiceReplica.start(telemetryService, { settings });
  const piece = await other.call(ecamContract.operations.list, { query: {}, body: {} }, principal(1));
  await other.stop();
  expect(Buffer.from(piece.bytes).toString()).toBe('[]');
});
