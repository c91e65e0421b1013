import { eventually, sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { AttendanceClient, dataUrl, dataUrlOf, type User } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);
const CASES = '/api/v1/face/conflicts/';
const reason = 'Both came to the desk with their identity cards';

interface Case {
  readonly id: string;
  readonly status: string;
  readonly person: { readonly employee_id: string };
  readonly other: { readonly employee_id: string };
  readonly similarity: number;
  readonly threshold: number;
  readonly error_rates: { readonly kind: string }[];
  readonly decision: string | null;
  readonly decided_by: string | null;
  readonly reason: string | null;
  readonly template_created: boolean | null;
}
interface Verified {
  readonly recognized: boolean;
  readonly employee_id: string | null;
  readonly attendance_logged: boolean;
  readonly decision: { readonly outcome: string };
}

let token: string;
beforeAll(async () => {
  ({ access: token } = await client.login());
  await client.removeDemo(token);
});

const pictureOf = (face: string): Promise<string> => dataUrlOf(portraitsOf(face)[0]!);

/** Most people of the test photographs have one; a picture given three times is refused. */
async function compressed(face: string, quality: number): Promise<string> {
  const picture = await portraitsOf(face)[0]!.read();
  return dataUrl(await sharp(picture).jpeg({ quality }).toBuffer());
}

async function enrol(user: User, face: string, access = token) {
  const images = await Promise.all([95, 90, 85].map((quality) => compressed(face, quality)));
  const request = { employee_id: user.employee_id, images, quality_check: false };
  return client.work<{ error_code: string | null; message: string }>('enroll', access, request);
}

async function openCaseOf(user: User): Promise<Case> {
  const { body } = await client.http.get(`${CASES}?status=open&page_size=100`, { token });
  return (body as { results: Case[] }).results.find(({ person }) => person.employee_id === user.employee_id)!;
}

/** Enrols the face for one person and then for another. Returns both and the case. */
async function conflictOver(face: string): Promise<{ owner: User; second: User; id: string }> {
  const [owner, second] = [await client.createUser(token), await client.createUser(token)];
  expect((await enrol(owner, face)).result).toMatchObject({ template_created: true });
  expect((await enrol(second, face)).result).toMatchObject({
    template_created: false,
    error_code: 'CONFLICT_CASE',
  });
  const found = await openCaseOf(second);
  expect(found).toMatchObject({
    status: 'open',
    other: { employee_id: owner.employee_id },
    error_rates: [{ kind: 'FMR' }, { kind: 'FNMR' }],
    decision: null,
  });
  expect(found.similarity).toBeGreaterThanOrEqual(found.threshold);
  return { owner, second, id: found.id };
}

async function decide(id: string, decision: string): Promise<Case> {
  const { status, body } = await client.http.post(`${CASES}${id}/decide/`, { decision, reason }, { token });
  expect([status, body]).toMatchObject([200, { status: 'closed', decision, reason }]);
  const settled = await eventually(
    () => client.http.get(`${CASES}${id}/`, { token }),
    (answer) => (answer.body as Case).template_created !== null,
  );
  return settled.body as Case;
}

async function verify(face: string, claimed?: User): Promise<Verified | null> {
  const request = { image: await pictureOf(face), ...(claimed && { employee_id: claimed.employee_id }) };
  return (await client.work<Verified>('verify', token, request)).result;
}

const enrolledFlag = async ({ id }: User): Promise<boolean> =>
  ((await client.http.get(`/api/v1/users/${id}/`, { token })).body as { face_enrolled: boolean })
    .face_enrolled;

describe('a conflict case', () => {
  it('decided as "same": the second enrolment is refused and the first keeps its face', async () => {
    const { owner, second, id } = await conflictOver('cage');
    expect(await decide(id, 'same')).toMatchObject({ template_created: false });
    expect(await verify('cage')).toMatchObject({ recognized: true, employee_id: owner.employee_id });
    expect(await verify('cage', second)).toMatchObject({
      recognized: false,
      decision: { outcome: 'no_match' },
    });
    expect(await enrolledFlag(second)).toBe(false);
    expect((await enrol(second, 'cage')).result).toMatchObject({ error_code: 'CONFLICT_CASE' });
  });

  it('over a face that is not that of the person enrolled so far: the former one stays in force', async () => {
    const owner = await client.createUser(token);
    expect((await enrol(owner, 'clooney')).result).toMatchObject({ template_created: true });
    expect((await enrol(owner, 'rihanna')).result).toMatchObject({ error_code: 'CONFLICT_CASE' });
    const { employee_id } = owner;
    const found = await openCaseOf(owner);
    expect(found).toMatchObject({ kind: 'own_template', person: { employee_id }, other: { employee_id } });
    expect(found.similarity).toBeLessThan(found.threshold);
    const path = `${CASES}${found.id}/decide/`;
    const twins = await client.http.post(path, { decision: 'twins', reason }, { token });
    expect([twins.status, twins.body]).toEqual([
      400,
      { error: 'Such a case names one person: decide same or different.' },
    ]);
    expect(await decide(found.id, 'different')).toMatchObject({ template_created: false });
    expect(await verify('clooney', owner)).toMatchObject({ recognized: true });
    expect(await verify('rihanna', owner)).toMatchObject({ recognized: false });
    expect(await enrolledFlag(owner)).toBe(true);
  });

  it('decided as "different": both are enrolled, and a face that could be either is logged for nobody', async () => {
    const { owner, second, id } = await conflictOver('connery');
    expect(await decide(id, 'different')).toMatchObject({ template_created: true });
    await eventually(() => enrolledFlag(second), Boolean);
    expect(await verify('connery')).toMatchObject({
      recognized: false,
      employee_id: null,
      attendance_logged: false,
      decision: { outcome: 'inconclusive', reasons: ['SECOND_PERSON_NEAR'] },
    });
    const again = await client.http.post(
      `${CASES}${id}/decide/`,
      { decision: 'different', reason: 'x' },
      { token },
    );
    expect([again.status, again.body]).toMatchObject([200, { decision: 'different', reason }]);
    const other = await client.http.post(`${CASES}${id}/decide/`, { decision: 'same', reason }, { token });
    expect([other.status, other.body]).toEqual([409, { error: 'The case was closed otherwise.' }]);
    // Decided anew, after an enrolment anew: the template of the first decision goes, too.
    expect((await enrol(second, 'connery')).result).toMatchObject({ error_code: 'CONFLICT_CASE' });
    expect(await decide((await openCaseOf(second)).id, 'same')).toMatchObject({ template_created: false });
    await eventually(
      () => enrolledFlag(second),
      (flag) => !flag,
    );
    expect(await verify('connery')).toMatchObject({ recognized: true, employee_id: owner.employee_id });
    expect(await verify('connery', second)).toMatchObject({ decision: { reasons: ['NOT_ENROLLED'] } });
  });

  it('decided as "twins": both enrol again without a case, and a claim that could be the twin is not confirmed', async () => {
    const { owner, second, id } = await conflictOver('murray');
    expect(await decide(id, 'twins')).toMatchObject({ template_created: true });
    for (const twin of [owner, second])
      expect((await enrol(twin, 'murray')).result).toMatchObject({ template_created: true });
    expect(await verify('murray', second)).toMatchObject({
      recognized: false,
      attendance_logged: false,
      decision: { outcome: 'inconclusive', purpose: 'verification' },
    });
  });

  it('is closed when the person is deactivated', async () => {
    const { second, id } = await conflictOver('cranston');
    expect((await client.http.delete(`/api/v1/users/${second.id}/`, { token })).status).toBe(204);
    const closed = await eventually(
      () => client.http.get(`${CASES}${id}/`, { token }),
      ({ body }) => (body as Case).status === 'closed',
    );
    expect(closed.body).toMatchObject({ decision: null, decided_by: null, template_created: false });
  });

  it('is seen and decided by administrators only, and invalid decisions change nothing', async () => {
    const { second, id } = await conflictOver('elizabeth');
    const { access } = await client.login(second);
    for (const answer of [
      await client.http.get(CASES, { token: access }),
      await client.http.get(`${CASES}${id}/`, { token: access }),
      await client.http.post(`${CASES}${id}/decide/`, { decision: 'different', reason }, { token: access }),
    ])
      expect(answer.status).toBe(403);
    for (const body of [
      {},
      { decision: 'maybe', reason },
      { decision: 'same' },
      { decision: 'same', reason: '' },
    ])
      expect((await client.http.post(`${CASES}${id}/decide/`, body, { token })).status).toBe(400);
    expect((await client.http.get(`${CASES}?status=maybe`, { token })).status).toBe(400);
    for (const unknown of ['1', '8a3f2c1e-0000-4000-8000-000000000099'])
      expect((await client.http.get(`${CASES}${unknown}/`, { token })).status).toBe(404);
    expect((await client.http.get(`${CASES}${id}/`, { token })).body).toMatchObject({ status: 'open' });
  });
});
