import {
  attendanceAccountsContract,
  attendanceSessionContract,
  eyetrackerAccountsContract,
  proctorxAccountsContract,
  techtrackTokenContract,
  techtrackUsersContract,
} from '@argus/contracts';
import { type ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startIdentity } from '../testing/identity-fixture.js';

const eyetracker = eyetrackerAccountsContract.operations;
const techtrack = { ...techtrackTokenContract.operations, users: techtrackUsersContract.operations };
const proctorx = proctorxAccountsContract.operations;
const password = 'testpassword';

let site: Site;
let compat: ServiceReplica;
let strict: ServiceReplica;

const code = (expected: string, details?: object) => ({ code: expected, ...(details && { details }) });
const pilot = { username: 'pilot', email: 'Pilot@Example.COM', password };
const student = { username: 'testuser', password, email: 'testuser@example.com', type: 'student' };

beforeAll(async () => {
  site = await Site.create();
  compat = await startIdentity(site);
  strict = await startIdentity(site, { SECURITY_PROFILE: 'strict' });
});
afterAll(async () => {
  await Promise.all([compat.stop(), strict.stop()]);
  await site.remove();
});

describe('EyeTracker', () => {
  it('EyeTracker: registration numbers accounts from 1 and answers only what the document says', async () => {
    expect(await compat.call(eyetracker.register, { body: pilot })).toEqual({
      message: 'User created successfully',
    });
    const { access } = await compat.call(eyetracker.obtain, { body: { username: 'pilot', password } });
    expect(decodeJwt(access)).toMatchObject({
      token_type: 'access',
      user_id: 1,
      email: 'Pilot@example.com',
      aud: 'eyetracker',
    });
  });

  it('EyeTracker: registration reports both taken names at once', async () => {
    const again = compat.call(eyetracker.register, { body: { ...pilot, email: 'Pilot@example.com' } });
    await expect(again).rejects.toMatchObject(
      code('VALIDATION_FAILED', {
        issues: [
          {
            path: ['username'],
            code: 'invalid',
            params: { text: 'User with this username already exists.' },
          },
          { path: ['email'], code: 'invalid', params: { text: 'User with this email already exists.' } },
        ],
      }),
    );
  });

  it('EyeTracker: concurrent registrations of one name make one account', async () => {
    const body = { username: 'copilot', email: 'copilot@example.com', password };
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => compat.call(eyetracker.register, { body })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') {
        expect(['VALIDATION_FAILED', 'USERNAME_TAKEN', 'EMAIL_TAKEN']).toContain(
          (result.reason as { code: string }).code,
        );
      }
    }
  });

  it('EyeTracker: log-in by either name opens a session with cookies and without tokens', async () => {
    for (const name of [{ email: 'pilot@example.com' }, { username: 'pilot' }]) {
      const reply = await compat.call(eyetracker.login, { body: { ...name, password } });
      expect(reply).toEqual({
        message: 'Logged in successfully',
        session: expect.stringMatching(/^[0-9a-f]{32}$/),
        csrf: expect.stringMatching(/^[\w-]{32}$/),
      });
      const sessions = await compat.database.query(
        `SELECT family, expires_at > now() + interval '13 days' AS long FROM session WHERE sid = $1
           AND NOT EXISTS (SELECT FROM refresh_token WHERE session_id = sid)`,
        [reply.session],
      );
      expect(sessions).toEqual([{ family: 'eyetracker', long: true }]);
    }
  });
});

describe('TechTrack', () => {
  const admin = {
    family: 'techtrack',
    accountId: 1,
    username: 'boss',
    role: 'admin',
    sessionId: '',
  } as const;

  it('TechTrack: the first administrator comes with the platform and creates the other users', async () => {
    const { users } = techtrack;
    const made = await compat.call(
      users.create,
      { body: { username: 'op', password, role: 'operator' } },
      admin,
    );
    expect(made).toEqual({
      id: 2,
      username: 'op',
      email: null,
      first_name: '',
      last_name: '',
      role: 'operator',
      is_active: true,
      created_at: expect.any(String),
      last_login: null,
    });
    await expect(
      compat.call(users.create, { body: { username: 'op', password, role: 'admin' } }, admin),
    ).rejects.toMatchObject(code('USERNAME_TAKEN'));
    const { count } = await compat.call(users.list, { query: { page: 1, page_size: 20 } }, admin);
    expect(count).toBe(2);
    const changed = await compat.call(
      users.patch,
      { params: { id: 'op' }, body: { first_name: 'Olga', email: 'op@example.com' } },
      admin,
    );
    expect(changed).toMatchObject({ id: 2, first_name: 'Olga', email: 'op@example.com', role: 'operator' });
  });

  it('TechTrack: tokens live five minutes and have an integer user_id', async () => {
    const pair = await compat.call(techtrack.obtain, { body: { username: 'op', password } });
    expect(Object.keys(pair)).toEqual(['refresh', 'access']);
    const claims = decodeJwt(pair.access);
    expect(claims).toMatchObject({ user_id: 2, aud: 'techtrack' });
    expect(claims.exp! - claims.iat!).toBe(300);
  });

  it('TechTrack: the last administrator cannot be removed', async () => {
    const { deactivate, update } = techtrack.users;
    await expect(
      compat.call(deactivate, { params: { id: 'admin@argus.local' } }, admin),
    ).rejects.toMatchObject(code('LAST_ADMIN'));
    await expect(
      compat.call(update, { params: { id: '1' }, body: { role: 'operator' } }, admin),
    ).rejects.toMatchObject(code('LAST_ADMIN'));
  });

  it('TechTrack: a password reset and a deactivation end access', async () => {
    const { resetPassword, endSessions, deactivate } = techtrack.users;
    const logIn = (given: string) =>
      compat.call(techtrack.obtain, { body: { username: 'op', password: given } });
    const refresh = (token: string) => compat.call(techtrack.refresh, { body: { refresh: token } });
    const first = await logIn(password);
    const { password: given } = await compat.call(resetPassword, { params: { id: 'op' } }, admin);
    await expect(refresh(first.refresh)).rejects.toMatchObject(code('REFRESH_TOKEN_ENDED'));
    await expect(logIn(password)).rejects.toMatchObject(code('INVALID_CREDENTIALS'));
    const second = await logIn(given);
    await compat.call(endSessions, { params: { id: 'op' } }, admin);
    await expect(refresh(second.refresh)).rejects.toMatchObject(code('REFRESH_TOKEN_ENDED'));
    const third = await logIn(given);
    await compat.call(deactivate, { params: { id: 'op' } }, admin);
    await expect(refresh(third.refresh)).rejects.toMatchObject(code('REFRESH_TOKEN_ENDED'));
    await expect(logIn(given)).rejects.toMatchObject(code('INVALID_CREDENTIALS'));
  });
});

describe('ProctorX', () => {
  it('ProctorX: the documented sign-up works and shows the user name as name', async () => {
    expect(await compat.call(proctorx.signup, { body: student })).toEqual({
      ok: true,
      type: 'student',
      name: 'testuser',
      username: 'testuser',
      email: 'testuser@example.com',
      bio: '',
      profile_url: 'https://cdn.example.com/default.jpg',
    });
  });

  it('ProctorX: sign-up checks the user name, then the address, then the type', async () => {
    const attempts = [
      [{}, 'USERNAME_TAKEN'],
      [{ username: 'other', type: 'teacher' }, 'EMAIL_TAKEN'],
      [{ username: 'other', email: 'TestUser@example.com' }, 'EMAIL_TAKEN'],
      [{ username: 'other', email: 'other@example.com', type: 'teacher' }, 'USER_TYPE_INVALID'],
    ] as const;
    for (const [changes, expected] of attempts) {
      const body = { ...student, ...changes };
      await expect(compat.call(proctorx.signup, { body })).rejects.toMatchObject(code(expected));
    }
  });

  it('ProctorX: log-in returns the profile and tokens with the stated life of 3600 seconds', async () => {
    const institute = { ...student, username: 'iit', email: 'i@example.com', type: 'institute', name: 'IIT' };
    await compat.call(proctorx.signup, { body: institute });
    const reply = await compat.call(proctorx.login, { body: { username: 'iit', password } });
    expect(Object.keys(reply)).toEqual(
      'ok type name username email bio profile_url refresh access expires_in'.split(' '),
    );
    expect(reply).toMatchObject({ ok: true, type: 'institute', name: 'IIT', expires_in: 3600 });
    const { exp, iat, username, user_id } = decodeJwt(reply.access);
    expect(exp! - iat!).toBe(reply.expires_in);
    expect({ username, user_id }).toEqual({ username: 'iit', user_id: expect.any(Number) });
  });

  it('ProctorX: a refresh token alone logs out, and only once', async () => {
    const { refresh } = await compat.call(proctorx.obtain, { body: { username: 'iit', password } });
    const again = await compat.call(proctorx.refresh, { body: { refresh } });
    expect(again).toEqual({
      ok: true,
      access: expect.any(String),
      expires_in: 3600,
      refresh: expect.any(String),
    });
    expect(await compat.call(proctorx.logout, { body: { refresh } })).toEqual({
      ok: true,
      message: 'Successfully logged out',
    });
    for (const operation of [proctorx.logout, proctorx.refresh]) {
      for (const token of [refresh, again.refresh]) {
        await expect(compat.call(operation, { body: { refresh: token } })).rejects.toMatchObject(
          code('REFRESH_TOKEN_ENDED'),
        );
      }
    }
    await expect(compat.call(proctorx.logout, { body: { refresh: 'x' } })).rejects.toMatchObject(
      code('REFRESH_TOKEN_INVALID'),
    );
  });
});

describe('separate families', () => {
  it('families: names and ids are independent, and no token works in another family', async () => {
    const { create } = attendanceAccountsContract.operations;
    const same = { email: 'testuser@example.com', password };
    await compat.call(eyetracker.register, { body: { ...same, username: 'testuser' } });
    const user = {
      ...same,
      employee_id: 'testuser',
      first_name: 'T',
      last_name: 'U',
      role: 'student' as const,
    };
    await compat.call(create, { body: user });
    const logins = {
      eyetracker: await compat.call(eyetracker.obtain, { body: { username: 'testuser', password } }),
      proctorx: await compat.call(proctorx.obtain, { body: { username: 'testuser', password } }),
      attendance: await compat.call(attendanceSessionContract.operations.login, {
        body: { username: 'testuser', password },
      }),
    };
    const refreshes = {
      eyetracker: eyetracker.refresh,
      proctorx: proctorx.refresh,
      attendance: attendanceSessionContract.operations.refresh,
    };
    for (const [own, { refresh }] of Object.entries(logins)) {
      for (const [family, operation] of Object.entries(refreshes)) {
        if (family === own) continue;
        await expect(compat.call(operation, { body: { refresh } })).rejects.toMatchObject(
          code('REFRESH_TOKEN_INVALID'),
        );
      }
    }
    expect(decodeJwt(logins.proctorx.access).user_id).toBe(1);
    const ids = await compat.database.query(
      'SELECT family, min(id)::int AS first FROM account GROUP BY family ORDER BY family',
    );
    expect(ids).toEqual(
      ['attendance', 'eyetracker', 'proctorx', 'techtrack'].map((family) => ({ family, first: 1 })),
    );
  });
});

describe('refreshing by profile', () => {
  it('refresh in compat: EyeTracker returns only an access token and keeps the refresh token', async () => {
    const { refresh } = await compat.call(eyetracker.obtain, { body: { username: 'pilot', password } });
    for (let turn = 0; turn < 3; turn++) {
      const reply = await compat.call(eyetracker.refresh, { body: { refresh } });
      expect(Object.keys(reply)).toEqual(['access']);
    }
  });

  it('refresh in strict: every family gets a new token, and a used one ends the session', async () => {
    const name = { username: 'pilot' };
    const { refresh } = await strict.call(eyetracker.obtain, { body: { ...name, password } });
    const first = await strict.call(eyetracker.refresh, { body: { refresh } });
    const second = await strict.call(eyetracker.refresh, { body: { refresh: first.refresh! } });
    await expect(strict.call(eyetracker.refresh, { body: { refresh } })).rejects.toMatchObject(
      code('REFRESH_TOKEN_ENDED'),
    );
    await expect(
      strict.call(eyetracker.refresh, { body: { refresh: second.refresh! } }),
    ).rejects.toMatchObject(code('REFRESH_TOKEN_ENDED'));
  });
});
