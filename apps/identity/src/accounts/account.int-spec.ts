import {
  accountContract,
  attendanceAccountsContract,
  deviceActs,
  deviceChanged,
  evaluationAdopted,
  faceConflictDecided,
  faceEnrolled,
  faceRevoked,
  type Principal,
  type UserQuery,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import type { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity } from '../testing/identity-fixture.js';

const { list, create, get, update, deactivate } = attendanceAccountsContract.operations;
const { find } = accountContract.operations;

let identity: ServiceReplica;
let made = 0;

const person = (employee_id: string, rest: object = {}) => ({
  employee_id,
  email: `person${++made}@example.com`,
  first_name: 'Jane',
  last_name: 'Smith',
  role: 'student' as const,
  password: 'secure_password123',
  ...rest,
});
const add = (employee_id: string, rest: object = {}) =>
  identity.call(create, { body: person(employee_id, rest) });
const ids = async (query: Partial<UserQuery>): Promise<string[]> =>
  (await identity.call(list, { query: { page: 1, page_size: 100, ...query } })).results.map(
    (user) => user.employee_id,
  );
const caller = (accountId: number, role: string): Principal => ({
  family: 'attendance',
  accountId,
  username: '',
  role,
  sessionId: '',
});
const events = (id: number) =>
  identity.database.query<{ payload: Record<string, unknown> }>(
    `SELECT payload FROM outbox_message WHERE subject = 'evt.identity.account-changed.v1'
       AND (payload->>'id')::int = $1 ORDER BY position`,
    [id],
  );

beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(async () => {
  await identity.stop();
});

describe('creating users', () => {
  it('creating a user: answers without the password and publishes the event in the same transaction', async () => {
    const user = await add('NEW1', { department: 'Computer Science', role: 'faculty' });
    expect(user).toEqual({
      id: expect.any(Number),
      employee_id: 'NEW1',
      email: `person${made}@example.com`,
      first_name: 'Jane',
      last_name: 'Smith',
      role: 'faculty',
      department: 'Computer Science',
      phone_number: null,
      is_active: true,
      created_at: expect.stringMatching(/^20.*Z$/),
      last_login: null,
      face_enrolled: false,
    });
    const [event, ...others] = await events(user.id);
    expect(others).toEqual([]);
    expect(event?.payload).toMatchObject({ username: 'NEW1', role: 'faculty', is_active: true, revision: 1 });
    const body = { family: 'attendance', username: 'NEW1' } as const;
    const { face_enrolled, ...account } = await identity.call(find, { body });
    expect(event?.payload).toMatchObject(account);
    expect(face_enrolled).toBe(false);
  });

  it('creating a user: concurrent requests never share an employee id or an address', async () => {
    const clashes = async (bodies: ReturnType<typeof person>[]) => {
      const results = await Promise.allSettled(bodies.map((body) => identity.call(create, { body })));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      return results.flatMap((result) =>
        result.status === 'rejected' ? (result.reason as { code: string }).code : [],
      );
    };
    const sameId = Array.from({ length: 4 }, () => person('SAME1'));
    expect(await clashes(sameId)).toEqual(Array(3).fill('USERNAME_TAKEN'));
    const sameEmail = ['x@example.com', 'X@example.com', 'x@EXAMPLE.com'];
    const bodies = sameEmail.map((email, index) => person(`MAIL${index}`, { email }));
    expect(await clashes(bodies)).toEqual(Array(2).fill('EMAIL_TAKEN'));
  });

  it('creating a user: common and short passwords are refused', async () => {
    await expect(add('WEAK1', { password: 'password' })).rejects.toMatchObject({ code: 'PASSWORD_TOO_WEAK' });
    await expect(add('WEAK1', { password: 'short' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('listing users', () => {
  beforeAll(async () => {
    await add('L_03', { first_name: 'Percy', last_name: '100%', department: 'Physics' });
    await add('L001', { first_name: 'Ann_Marie', last_name: 'O\\Hara', department: 'Astrophysics' });
    await add('L002', { first_name: 'Annemarie', email: 'search.me@example.com', department: null });
  });

  it('listing users: filters by role, department and words; % _ and \\ are literal', async () => {
    expect(await ids({ department: 'PHYSICS' })).toEqual(['L001', 'L_03']);
    expect(await ids({ search: '%' })).toEqual(['L_03']);
    expect(await ids({ search: '_' })).toEqual(['L001', 'L_03']);
    expect(await ids({ search: '\\' })).toEqual(['L001']);
    expect(await ids({ search: 'ann' })).toEqual(['L001', 'L002']);
    expect(await ids({ search: 'SEARCH.ME@' })).toEqual(['L002']);
    expect(await ids({ search: 'l00', role: 'student' })).toEqual(['L001', 'L002']);
    await expect(ids({ role: 'stud' as never })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await ids({ search: 'marieo' })).toEqual([]);
  });

  it('listing users: each word of a search stands in some field, so that a whole name finds its person', async () => {
    await add('L004', { first_name: 'Ada', last_name: 'Lovelace', email: 'countess@example.com' });
    for (const search of ['Ada Lovelace', 'lovelace ada', 'ADA  L004', 'love countess@'])
      expect([search, await ids({ search })]).toEqual([search, ['L004']]);
    for (const search of ['Ada Byron', 'adalovelace', 'a_a', 'ada\n%'])
      expect([search, await ids({ search })]).toEqual([search, []]);
    expect(await ids({ search: '１００％ percy' })).toEqual(['L_03']);
  });

  it('listing users: a search finds an apostrophe by any other, and İ by its small letter', async () => {
    await add('L005', { first_name: 'Seán', last_name: 'O’Brien', department: 'Children’s ward' });
    await add('L006', { first_name: 'Nuala', last_name: "O'Brien", department: 'ʻOhana' });
    await add('L007', { first_name: 'İlkay', last_name: 'DʼArcy' });
    for (const search of ["o'brien", 'O’BRIEN', 'oʼbrien', 'o‘brien'])
      expect([search, await ids({ search })]).toEqual([search, ['L005', 'L006']]);
    expect(await ids({ search: "d'arcy" })).toEqual(['L007']);
    expect(await ids({ search: 'i̇lkay' })).toEqual(['L007']);
    expect(await ids({ department: "children's" })).toEqual(['L005']);
  });

  it('listing users: pages are ordered by employee id', async () => {
    const all = await ids({});
    expect(all).toEqual([...all].sort());
    const page = await identity.call(list, { query: { page: 2, page_size: 2 } });
    expect(page.count).toBe(all.length);
    expect(page.results.map((user) => user.employee_id)).toEqual(all.slice(2, 4));
    expect(Object.keys(page.results[0] ?? {})).not.toContain('password_hash');
  });

  it('listing users: the first page always exists, a page beyond the last does not', async () => {
    const query = { page: 1, page_size: 20, search: 'nobody at all' };
    expect(await identity.call(list, { query })).toEqual({ count: 0, results: [] });
    for (const page of [2, 0]) {
      await expect(identity.call(list, { query: { ...query, page } })).rejects.toMatchObject({
        code: 'PAGE_NOT_FOUND',
      });
    }
  });
});

describe('reading a user', () => {
  it('reading a user: the path is an id or an employee id; where it is both, only administrators learn whose', async () => {
    const one = await add('G001');
    const other = await add(String(one.id));
    const admin = caller(0, 'admin');
    const read = (id: string, principal: Principal) => identity.call(get, { params: { id } }, principal);
    await expect(read(String(one.id), admin)).rejects.toMatchObject({
      code: 'AMBIGUOUS_REFERENCE',
      details: {
        candidates: `: ${one.id} is the id of G001, and the name of the account with id ${other.id}`,
      },
    });
    expect((await read('g001', admin)).id).toBe(one.id);
    expect((await read(String(other.id), admin)).employee_id).toBe(String(one.id));
    await expect(read('99999999999', admin)).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
    expect((await read('G001', caller(one.id, 'student'))).id).toBe(one.id);
    // Their employee id is another's id, so the gateway takes the path for their own.
    await expect(read(String(one.id), caller(other.id, 'student'))).rejects.toMatchObject({
      code: 'AMBIGUOUS_REFERENCE',
      details: { candidates: '' },
    });
  });
});

describe('changing users', () => {
  it('changing a user: changes only given fields, increases the revision and publishes the event', async () => {
    const user = await add('U001', { department: 'Physics' });
    const body = { last_name: 'Jones', department: null, email: 'Jones@example.com' };
    const changed = await identity.call(update, { params: { id: 'U001' }, body });
    expect(changed).toEqual({ ...user, ...body });
    await identity.call(update, { params: { id: 'U001' }, body });
    const revisions = (await events(user.id)).map(({ payload }) => payload.revision);
    expect(revisions).toEqual([1, 2]);
  });

  it('changing a user: another employee id is refused, and nothing changes; the same one is taken', async () => {
    const user = await add('U012');
    const change = (body: object) => identity.call(update, { params: { id: 'U012' }, body });
    await expect(change({ employee_id: 'X', last_name: 'Smith' })).rejects.toMatchObject({
      code: 'EMPLOYEE_ID_FIXED',
    });
    expect(await change({ employee_id: 'U012' })).toEqual(user);
  });

  it('changing a user: fields outside the contract are not changed', async () => {
    const user = await add('U002');
    const body: object = {
      id: 1,
      password_hash: 'x',
      revision: 9,
      face_enrolled: true,
      family: 'x',
    };
    expect(await identity.call(update, { params: { id: 'U002' }, body })).toEqual(user);
  });

  it('changing a user: a taken address and an unknown user are refused', async () => {
    await add('U003');
    const taken = { params: { id: 'U003' }, body: { email: 'ADMIN@argus.local' } };
    await expect(identity.call(update, taken)).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
    const unknown = { params: { id: 'nobody' } };
    await expect(identity.call(update, { ...unknown, body: {} })).rejects.toMatchObject({
      code: 'USER_NOT_FOUND',
    });
    await expect(identity.call(deactivate, unknown)).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
  });

  it('deleting a user: deactivates, and can be undone', async () => {
    const { id } = await add('U004');
    expect(await identity.call(deactivate, { params: { id: String(id) } })).toBeUndefined();
    const read = () => identity.call(get, { params: { id: 'U004' } }, caller(0, 'admin'));
    expect((await read()).is_active).toBe(false);
    await identity.call(update, { params: { id: 'U004' }, body: { is_active: true } });
    expect((await read()).is_active).toBe(true);
  });

  it('changing users: concurrent changes leave one active administrator', async () => {
    for (const id of ['ADM1', 'ADM2', 'ADM3']) await add(id, { role: 'admin' });
    const admins = ['ADMIN', 'ADM1', 'ADM2', 'ADM3'];
    const takeAway = (id: string, index: number) =>
      index % 2
        ? identity.call(deactivate, { params: { id } })
        : identity.call(update, { params: { id }, body: { role: 'faculty' } });
    for (let round = 0; round < 8; round++) {
      await identity.database.query(
        `UPDATE account SET role = 'admin', is_active = true WHERE username = ANY($1)`,
        [admins],
      );
      const results = await Promise.allSettled(admins.map(takeAway));
      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(['LAST_ADMIN']);
      const left = await identity.database.query(
        `SELECT 1 AS one FROM account WHERE family = 'attendance' AND role = 'admin' AND is_active`,
      );
      expect(left).toHaveLength(1);
    }
  });
});

describe('face enrolment', () => {
  it('face enrolment: the user shows it once, however often the event is delivered', async () => {
    const user = await add('F001');
    const eventId = '8a3f2c1e-0000-4000-8000-000000000001';
    for (let time = 0; time < 2; time++) {
      await identity.publish(faceEnrolled, { person_id: user.id, employee_id: 'F001' }, eventId);
    }
    const shown = await identity.call(get, { params: { id: 'F001' } }, caller(0, 'admin'));
    expect(shown.face_enrolled).toBe(true);
    const seen = await identity.get(Database).query('SELECT event_id FROM inbox_message');
    expect(seen).toHaveLength(1);
  });

  it('face enrolment: the user no longer shows it after the template is destroyed', async () => {
    const user = await add('F002');
    const who = { person_id: user.id, employee_id: 'F002' };
    const [enrolled, revoked] = [
      '8a3f2c1e-0000-4000-8000-000000000002',
      '8a3f2c1e-0000-4000-8000-000000000003',
    ];
    const isShown = async (): Promise<boolean> =>
      (await identity.call(get, { params: { id: 'F002' } }, caller(0, 'admin'))).face_enrolled;
    await identity.publish(faceEnrolled, who, enrolled);
    expect(await isShown()).toBe(true);
    await identity.publish(faceRevoked, who, revoked);
    expect(await isShown()).toBe(false);
    /* Both events were already processed, so their redelivery changes nothing. */
    await identity.publish(faceEnrolled, who, enrolled);
    await identity.publish(faceRevoked, who, revoked);
    expect(await isShown()).toBe(false);
    await identity.publish(faceEnrolled, who, '8a3f2c1e-0000-4000-8000-000000000004');
    await identity.publish(faceRevoked, who, revoked);
    expect(await isShown()).toBe(true);
  });

  it('the decision of a face conflict is audited once with who decided, about whom and why', async () => {
    const decided = {
      conflict_id: '8a3f2c1e-0000-4000-8000-000000000010',
      person_id: 71,
      other_id: 72,
      decision: 'twins',
      reason: 'Both came to the desk',
      decided_by: 1,
      request_id: 'request-71',
    };
    const eventId = '8a3f2c1e-0000-4000-8000-000000000011';
    await identity.publish(faceConflictDecided, decided, eventId);
    await identity.publish(faceConflictDecided, decided, eventId);
    const { conflict_id, other_id, decision, reason } = decided;
    expect(
      await identity.database.query(
        `SELECT family, account_id, actor_id, request_id, details FROM audit_event
          WHERE action = 'face-conflict-decided'`,
      ),
    ).toEqual([
      {
        family: 'attendance',
        account_id: 71,
        actor_id: 1,
        request_id: 'request-71',
        details: { conflict_id, other_id, decision, reason },
      },
    ]);
    const byKey = { ...decided, key_id: '8a3f2c1e-0000-4000-8000-000000000013' };
    await identity.publish(faceConflictDecided, byKey, '8a3f2c1e-0000-4000-8000-000000000012');
    expect(
      await identity.database.query("SELECT 1 FROM audit_event WHERE details->>'key' = $1", [byKey.key_id]),
    ).toHaveLength(1);
  });

  const done = deviceActs.flatMap((act) => ['12 13', 'all', ''].map((equipment) => ({ act, equipment })));
  it.each(done.map((each, index) => ({ ...each, index })))(
    'what is done to a device ($act, equipment "$equipment") is audited once, by the account that asked',
    async ({ act, equipment, index }) => {
      const change = { device_id: 7, username: 'device-7', act, equipment };
      const asked = { requested_by: 5, request_id: `request-device-${index}` };
      const eventId = `8a3f2c1e-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`;
      await identity.publish(deviceChanged, { ...change, ...asked }, eventId);
      await identity.publish(deviceChanged, { ...change, ...asked }, eventId);
      expect(
        await identity.database.query(
          'SELECT actor_family, actor_id, details FROM audit_event WHERE action = $1 AND request_id = $2',
          [`device-${act}`, asked.request_id],
        ),
      ).toEqual([{ actor_family: 'techtrack', actor_id: 5, details: { device: 'device-7', equipment } }]);
    },
  );

  it('the adoption of measured error rates is audited once', async () => {
    const adoption = {
      evaluation_id: 'evaluation-1',
      in_force: true,
      adopted_by: 1,
      request_id: 'request-72',
    };
    const eventId = '8a3f2c1e-0000-4000-8000-000000000012';
    await identity.publish(evaluationAdopted, adoption, eventId);
    await identity.publish(evaluationAdopted, adoption, eventId);
    expect(
      await identity.database.query(
        `SELECT family, account_id, actor_id, request_id, details FROM audit_event
          WHERE action = 'face-evaluation-adopted'`,
      ),
    ).toEqual([
      {
        family: 'attendance',
        account_id: 1,
        actor_id: 1,
        request_id: 'request-72',
        details: { evaluation_id: 'evaluation-1', in_force: true },
      },
    ]);
  });
});
