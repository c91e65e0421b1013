import {
  accountContract,
  DomainError,
  ecamContract,
  flightContract,
  type FlightDraft,
  flightMarkerContract,
  flightShareContract,
  type FlightView,
  type InputOf,
  Instant,
  type Principal,
  recordingContract,
  type RecordingView,
} from '@argus/contracts';
import { fake, ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { telemetryService } from '../index.js';

const names = ['owner', 'reader', 'annotator', 'editor', 'stranger'] as const;
type Name = (typeof names)[number];
const principal = (name: Name): Principal => ({
  family: 'eyetracker',
  accountId: names.indexOf(name) + 1,
  username: name,
  role: 'user',
  sessionId: 's',
});
const at = (time: string): Instant => Instant.parse(`2026-03-15T${time}Z`)!;
const draft: FlightDraft = {
  name: 'LOFT 3',
  started_at: at('08:00:00.123456'),
  ended_at: at('10:00:00'),
  crew: [
    { seat: 'left', role: 'pilot_flying', person: 'P1' },
    { seat: 'right', role: 'pilot_monitoring', person: 'P2' },
  ],
  phases: [
    { phase: 6, from: at('08:00:00'), to: at('09:30:00.000001') },
    { phase: 7, from: at('09:30:00.000001'), to: at('10:00:00') },
  ],
};

const identity = {
  find: async ({ body }: InputOf<typeof accountContract.operations.find>) => {
    const id = names.indexOf(body.username as Name) + 1;
    if (id === 0) throw new DomainError('ACCOUNT_NOT_FOUND');
    const account = {
      family: 'eyetracker',
      id,
      username: names[id - 1]!,
      email: null,
      first_name: '',
    } as const;
    return { ...account, last_name: '', role: 'user', department: null, is_active: true, revision: 1 };
  },
};

let replica: ServiceReplica;
beforeAll(async () => {
  replica = await ServiceReplica.start(telemetryService, { fakes: [fake(accountContract, identity)] });
});
afterAll(() => replica.stop());

const { create, get, change, remove, list } = flightContract.operations;
const { list: shares, set: share, remove: unshare } = flightShareContract.operations;
const { list: markers, create: mark, remove: unmark } = flightMarkerContract.operations;
const made = (name: Name = 'owner', flight: FlightDraft = draft): Promise<FlightView> =>
  replica.call(create, { body: flight }, principal(name));

async function sharedFlight(): Promise<string> {
  const { id } = await made();
  for (const [username, right] of [
    ['reader', 'read'],
    ['annotator', 'annotate'],
    ['editor', 'edit'],
  ] as const)
    await replica.call(share, { params: { id, username }, body: { right } }, principal('owner'));
  return id;
}
/** Returns by name what happens when each account does it: `ok` or the code of the refusal. */
const outcomes = async (
  work: (as: Principal) => Promise<unknown>,
  among: readonly Name[] = names,
): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      among.map(async (name) => [
        name,
        await work(principal(name)).then(
          () => 'ok',
          (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
        ),
      ]),
    ),
  ) as Record<string, string>;
const [ok, hidden, missing] = ['ok', 'FLIGHT_NOT_FOUND', 'FLIGHT_RIGHT_MISSING'];

describe('flights', () => {
  it('flights: what was sent is read back, times to the microsecond; a change leaves the rest', async () => {
    const flight = await made();
    expect(flight).toMatchObject({
      name: 'LOFT 3',
      owner: 'owner',
      right: 'own',
      recordings: 0,
      scenario: null,
    });
    expect(flight.started_at).toBe('2026-03-15T08:00:00.123456Z');
    expect(flight.phases[1]).toEqual({
      phase: 7,
      from: '2026-03-15T09:30:00.000001Z',
      to: '2026-03-15T10:00:00Z',
    });
    const params = { id: flight.id };
    const changed = await replica.call(change, { params, body: { scenario: 'ILS' } }, principal('owner'));
    expect(changed).toEqual({ ...flight, scenario: 'ILS' });
    const cleared = await replica.call(
      change,
      { params, body: { ended_at: null, crew: [] } },
      principal('owner'),
    );
    expect(cleared).toEqual({ ...flight, scenario: 'ILS', ended_at: null, crew: [] });
  });

  it.each<[string, Partial<FlightDraft>, (string | number)[]]>([
    ['that ends before it starts', { ended_at: at('07:00:00') }, ['ended_at']],
    [
      'with two people in the left seat',
      { crew: [draft.crew[0]!, { ...draft.crew[1]!, seat: 'left' }] },
      ['crew'],
    ],
    [
      'with two pilots flying',
      { crew: [draft.crew[0]!, { ...draft.crew[1]!, role: 'pilot_flying' }] },
      ['crew'],
    ],
    [
      'with a phase that ends before it begins',
      { phases: [{ phase: 1, from: at('09:00:00'), to: at('08:00:00') }] },
      ['phases', 0, 'to'],
    ],
    [
      'with phases that overlap',
      { phases: [draft.phases[0]!, { ...draft.phases[1]!, from: at('09:00:00') }] },
      ['phases', 1, 'from'],
    ],
  ])('flights: one %s is refused, new or changed', async (_, fault, path) => {
    const refused = { code: 'VALIDATION_FAILED', details: { issues: [{ path }] } };
    await expect(made('owner', { ...draft, ...fault })).rejects.toMatchObject(refused);
    const { id } = await made();
    const changing = replica.call(change, { params: { id }, body: fault }, principal('owner'));
    await expect(changing).rejects.toMatchObject(refused);
    expect(await replica.call(get, { params: { id } }, principal('owner'))).toMatchObject({
      ended_at: '2026-03-15T10:00:00Z',
    });
  });

  it('flights: each right of a share allows what it says and nothing more, and strangers find no flight', async () => {
    const id = await sharedFlight();
    const params = { id };
    const marker = { at: at('08:30:00'), label: 'HYD G LO PR' };
    const everybody = { owner: ok, reader: ok, annotator: ok, editor: ok, stranger: hidden };
    expect(await outcomes((as) => replica.call(get, { params }, as))).toEqual(everybody);
    expect(await outcomes((as) => replica.call(markers, { params }, as))).toEqual(everybody);
    expect(await outcomes((as) => replica.call(mark, { params, body: marker }, as))).toEqual({
      ...everybody,
      reader: missing,
    });
    expect(await outcomes((as) => replica.call(change, { params, body: { name: 'X' } }, as))).toEqual({
      ...everybody,
      reader: missing,
      annotator: missing,
    });
    const owners = { owner: ok, reader: missing, annotator: missing, editor: missing, stranger: hidden };
    expect(await outcomes((as) => replica.call(shares, { params }, as))).toEqual(owners);
    const sharing = { params: { id, username: 'reader' }, body: { right: 'read' } } as const;
    expect(await outcomes((as) => replica.call(share, sharing, as))).toEqual(owners);
    expect(await outcomes((as) => replica.call(unshare, { params: { id, username: 'nobody' } }, as))).toEqual(
      owners,
    );
    const { owner: _, ...others } = owners;
    const guests = names.filter((name) => name !== 'owner');
    expect(await outcomes((as) => replica.call(remove, { params }, as), guests)).toEqual(others);
    await replica.call(remove, { params }, principal('owner'));
  });

  it('flights: who annotates removes own markers, who edits removes any', async () => {
    const id = await sharedFlight();
    const marked = async (name: Name): Promise<string> => {
      const body = { at: at('08:30:00'), label: 'x', comment: name };
      return String((await replica.call(mark, { params: { id }, body }, principal(name))).id);
    };
    const [own, others] = [await marked('annotator'), await marked('owner')];
    const removing = (name: Name, marker_id: string) =>
      replica.call(unmark, { params: { id, marker_id } }, principal(name));
    await removing('annotator', own);
    await expect(removing('annotator', others)).rejects.toMatchObject({ code: missing });
    await removing('editor', others);
    for (const marker of [others, '0', 'x', '9'.repeat(15)])
      await expect(removing('owner', marker)).rejects.toMatchObject({ code: 'MARKER_NOT_FOUND' });
  });

  it('flights: a share that ends hides the flight; unknown accounts and the owner are not shared with', async () => {
    const id = await sharedFlight();
    await replica.call(unshare, { params: { id, username: 'READER' } }, principal('owner'));
    await expect(replica.call(get, { params: { id } }, principal('reader'))).rejects.toMatchObject({
      code: hidden,
    });
    const sharing = (username: string) =>
      replica.call(share, { params: { id, username }, body: { right: 'read' } }, principal('owner'));
    await expect(sharing('nobody')).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
    await expect(sharing('owner')).rejects.toMatchObject({ code: 'SHARED_WITH_OWNER' });
    const { results } = await replica.call(
      list,
      { query: { page: 1, page_size: 100 } },
      principal('annotator'),
    );
    expect(results.find((flight) => flight.id === id)).toMatchObject({ right: 'annotate' });
  });
});

describe('recordings', () => {
  const ofRecordings = recordingContract.operations;
  const fixation = (recording_id: string) => ({
    ...{ section_id: 's', recording_id, fixation_id: '1', start_timestamp: 1, end_timestamp: 2, duration: 1 },
    ...{ fixation_detected_on_surface: true, fixation_x: 0.5, fixation_y: 0.5 },
  });
  const store = (name: Name, ...recordings: string[]) =>
    replica.call(
      ecamContract.operations.create,
      { query: {}, body: recordings.map(fixation) },
      principal(name),
    );
  const listed = async (
    name: Name,
    query: { flight?: string; recording_id?: string } = {},
  ): Promise<RecordingView[]> =>
    (await replica.call(ofRecordings.list, { query: { page: 1, page_size: 100, ...query } }, principal(name)))
      .results;
  const fixations = async (name: Name, id: string): Promise<{ recording_id: string }[]> => {
    const input = { params: { id }, query: { display: 'ecam' }, body: {} } as const;
    const { bytes } = await replica.call(ofRecordings.fixations, input, principal(name));
    return JSON.parse(Buffer.from(bytes).toString()) as { recording_id: string }[];
  };

  it('recordings: the first row of a recording_id makes its recording, once, also with many uploads at once', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, turn) => store('stranger', ...(turn % 2 ? ['a', 'b'] : ['b', 'a']))),
    );
    const recordings = await listed('stranger');
    expect(recordings.map(({ recording_id }) => recording_id).sort()).toEqual(['a', 'b']);
    expect(recordings[0]).toMatchObject({
      fixations: { ecam: 8, efis: 0, pfd: 0 },
      owner: 'stranger',
      flight: null,
    });
    expect(await listed('reader')).toEqual([]);
  });

  it('recordings: in a shared flight they and their fixations are read by who may read it, and changed by their owner only', async () => {
    const flight = await sharedFlight();
    await store('editor', 'shared');
    const [recording] = await listed('editor', { recording_id: 'shared' });
    const params = { id: recording!.id };
    expect(await fixations('editor', params.id)).toHaveLength(1);
    const unknown = { code: 'RECORDING_NOT_FOUND' };
    await expect(fixations('reader', params.id)).rejects.toMatchObject(unknown);
    await replica.call(ofRecordings.change, { params, body: { flight, rate_hz: 200 } }, principal('editor'));
    expect(await listed('reader', { flight })).toMatchObject([
      { recording_id: 'shared', rate_hz: 200, flight },
    ]);
    expect(await fixations('reader', params.id)).toHaveLength(1);
    await expect(fixations('stranger', params.id)).rejects.toMatchObject(unknown);
    await expect(listed('stranger', { flight })).rejects.toMatchObject({ code: hidden });
    for (const name of ['owner', 'reader'] as const)
      await expect(
        replica.call(ofRecordings.change, { params, body: { seat: 'left' } }, principal(name)),
      ).rejects.toMatchObject(unknown);
    await expect(
      replica.call(ofRecordings.create, { body: { recording_id: 'mine', flight } }, principal('reader')),
    ).rejects.toMatchObject({ code: missing });
    await replica.call(remove, { params: { id: flight } }, principal('owner'));
    expect(await replica.call(ofRecordings.get, { params }, principal('editor'))).toMatchObject({
      flight: null,
    });
  });

  it('recordings: a new name renames the rows, a taken one is refused, and removal takes the rows along', async () => {
    await store('annotator', 'old', 'taken');
    const [recording] = await listed('annotator', { recording_id: 'old' });
    const params = { id: recording!.id };
    const rename = (recording_id: string) =>
      replica.call(ofRecordings.change, { params, body: { recording_id } }, principal('annotator'));
    await expect(rename('taken')).rejects.toMatchObject({ code: 'RECORDING_EXISTS' });
    expect(await rename('new')).toMatchObject({ recording_id: 'new', fixations: { ecam: 1 } });
    expect(await fixations('annotator', params.id)).toMatchObject([{ recording_id: 'new' }]);
    await replica.call(ofRecordings.remove, { params }, principal('annotator'));
    expect((await listed('annotator')).map(({ recording_id }) => recording_id)).toEqual(['taken']);
    const left = await replica.database.query("SELECT 1 FROM fixation WHERE recording_id = 'new'");
    expect(left).toEqual([]);
  });
});
