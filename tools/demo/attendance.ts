/* Enrols people from photographs, recognises other photographs of them, refuses strangers, shows the attendance log. */
import { eventually, type HttpAnswer, type HttpClient } from '@argus/testing';
import { groups, imitations, type Photograph, portraits, portraitsOf } from '@argus/testing/photographs';
import Table from 'cli-table3';
import sharp from 'sharp';
import { type Administrator, logIn } from './administrator.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

const CAMERA = 'DEMO-ENTRANCE';
const DOMAIN = '@demo.example';
const PHOTOGRAPHS_PER_ENROLMENT = 3;

/** People with more photographs than their enrolment uses. */
const people = [
  { id: 'DEMO001', person: 'franck', first_name: 'Franck', last_name: 'Demo', department: 'Films' },
  { id: 'DEMO002', person: 'hepburn', first_name: 'Audrey', last_name: 'Demo', department: 'Films' },
  { id: 'DEMO003', person: 'cage', first_name: 'Nicolas', last_name: 'Demo', department: 'Films' },
  { id: 'DEMO004', person: 'connery', first_name: 'Sean', last_name: 'Demo', department: 'Films' },
  { id: 'DEMO005', person: 'bieber', first_name: 'Justin', last_name: 'Demo', department: 'Music' },
];

interface Task<R> {
  readonly status: string;
  readonly result: R | null;
  readonly processing_time?: number;
}
interface Enrolment {
  readonly success: boolean;
  readonly message: string;
  readonly quality_scores?: readonly number[];
}
interface Verification {
  readonly recognized: boolean;
  readonly employee_id: string | null;
  readonly similarity_score: number | null;
  readonly decision?: { readonly threshold: number };
  readonly attendance_logged: boolean;
}
interface GroupVerification {
  readonly images: readonly {
    readonly faces: readonly { readonly recognized: boolean; readonly similarity_score: number | null }[];
  }[];
}
interface AttendanceLog {
  readonly count: number;
  readonly results: readonly {
    readonly timestamp: string;
    readonly employee: { readonly employee_id: string; readonly name: string };
    readonly camera: { readonly id: string };
    readonly confidence: number;
    readonly verification_time: number;
  }[];
}

const dataUrl = (bytes: Uint8Array): string =>
  `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;

/** Returns three pictures to enrol with: three photographs if there are enough, else one unchanged, darkened and cropped. */
async function takesOf(photographs: readonly Photograph[]): Promise<Uint8Array[]> {
  if (photographs.length > PHOTOGRAPHS_PER_ENROLMENT) {
    return Promise.all(
      photographs.slice(0, PHOTOGRAPHS_PER_ENROLMENT).map((photograph) => photograph.read()),
    );
  }
  const bytes = await photographs[0]!.read();
  const { width, height } = await sharp(bytes).metadata();
  const margin = { left: Math.round(width * 0.03), top: Math.round(height * 0.03) };
  const closer = { ...margin, width: width - 2 * margin.left, height: height - 2 * margin.top };
  return [
    bytes,
    await sharp(bytes).modulate({ brightness: 0.9 }).jpeg({ quality: 92 }).toBuffer(),
    await sharp(bytes).extract(closer).jpeg({ quality: 92 }).toBuffer(),
  ];
}

/** Waits until an accepted task is done. */
async function finished<R>(client: HttpClient, token: string, statusPath: string): Promise<Task<R>> {
  const { body } = await eventually(
    () => client.get(statusPath, { token }),
    ({ status, body }) => status !== 200 || ['completed', 'failed'].includes((body as Task<R>).status),
  );
  return body as Task<R>;
}

function taskOf(answer: HttpAnswer, what: string): string {
  if (answer.status !== 202) throw new UnexpectedAnswer(what, answer);
  return (answer.body as { task_id: string }).task_id;
}

/** Deactivates a person whom an earlier demo made; a person of somebody else stays. Returns whether there was one. */
async function forget(client: HttpClient, token: string, employeeId: string): Promise<boolean> {
  const { body } = await client.get(`/api/v1/users/${employeeId}/`, { token });
  if (!(body as { email?: string }).email?.endsWith(DOMAIN)) return false;
  const answer = await client.send('DELETE', `/api/v1/users/${employeeId}/`, { token });
  if (answer.status !== 204) throw new UnexpectedAnswer(`Removing ${employeeId}`, answer);
  return true;
}

/** An employee id stays that of its person for ever: who was there before is activated again. */
async function makePerson(
  client: HttpClient,
  token: string,
  { id, person, ...profile }: (typeof people)[number],
  wasThere: boolean,
): Promise<void> {
  const made = wasThere
    ? await client.send('PUT', `/api/v1/users/${id}/`, { token, body: { ...profile, is_active: true } })
    : await client.post(
        '/api/v1/users/',
        {
          employee_id: id,
          email: `${person}${DOMAIN}`,
          role: 'student',
          password: `${crypto.randomUUID()}`,
          ...profile,
        },
        { token },
      );
  if (made.status !== (wasThere ? 200 : 201)) throw new UnexpectedAnswer(`Making ${id}`, made);
}

async function enrol(
  client: HttpClient,
  token: string,
  each: (typeof people)[number],
  wasThere: boolean,
): Promise<Task<Enrolment>> {
  const { id, person } = each;
  await makePerson(client, token, each, wasThere);
  const consent = { employee_id: id, statement: 'My face is measured to show Argus.' };
  const consented = await client.post('/api/v1/consents/', consent, { token });
  if (consented.status !== 201) throw new UnexpectedAnswer(`The consent of ${id}`, consented);
  const images = (await takesOf(portraitsOf(person))).map(dataUrl);
  const request = { employee_id: id, images, quality_check: false };
  const task = taskOf(await client.post('/api/v1/face/enroll/', request, { token }), `Enrolling ${id}`);
  return finished(client, token, `/api/v1/face/enroll/status/${task}/`);
}

/** Verifies everybody on a photograph of several people. */
async function verifyGroup(
  client: HttpClient,
  token: string,
  photograph: Photograph,
): Promise<Task<GroupVerification>> {
  const images = [{ id: photograph.name, image: dataUrl(await photograph.read()), camera_id: CAMERA }];
  const answer = await client.post('/api/v1/face/bulk-verify/', { images }, { token });
  const task = taskOf(answer, photograph.name);
  return finished(client, token, `/api/v1/face/bulk-verify/status/${task}/`);
}

async function verify(
  client: HttpClient,
  token: string,
  photograph: Photograph,
): Promise<Task<Verification>> {
  const request = { image: dataUrl(await photograph.read()), camera_id: CAMERA, location: 'Demo entrance' };
  const task = taskOf(await client.post('/api/v1/face/verify/', request, { token }), photograph.name);
  return finished(client, token, `/api/v1/face/verify/status/${task}/`);
}

const noLineBetweenRows = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
const tableOf = (head: string[]) =>
  new Table({ head, chars: noLineBetweenRows, style: { head: [], border: [] } });
const shown = (number: unknown, digits = 3): string =>
  typeof number === 'number' ? number.toFixed(digits) : '–';

/** Returns how many answers were not as expected. */
export async function showAttendance(client: HttpClient, administrator: Administrator): Promise<number> {
  console.log(`\nFace attendance on ${client.baseUrl}`);
  const token = await logIn(client, administrator);
  const wereThere = new Set<string>();
  for (const { id } of people) if (await forget(client, token, id)) wereThere.add(id);
  let unexpected = 0;

  const enrolments = tableOf(['enrolled', 'employee', 'photographs', 'quality', 'seconds', 'message']);
  for (const [i, each] of people.entries()) {
    process.stderr.write(`Enrolling ${i + 1} of ${people.length}: ${each.first_name} …\n`);
    const {
      status: state,
      result,
      processing_time: seconds,
    } = await enrol(client, token, each, wereThere.has(each.id));
    if (state !== 'completed' || !result?.success) unexpected++;
    enrolments.push([
      result?.success ? 'yes' : 'NO',
      `${each.id} ${each.first_name}`,
      PHOTOGRAPHS_PER_ENROLMENT,
      (result?.quality_scores ?? []).map((score) => shown(score, 2)).join(' '),
      shown(seconds, 2),
      result?.message ?? state,
    ]);
  }
  console.log(String(enrolments));

  const idOf = new Map<string | undefined, string>(people.map(({ person, id }) => [person, id]));
  const others = people.flatMap(({ person }) => {
    const own = portraitsOf(person);
    return own.slice(own.length > PHOTOGRAPHS_PER_ENROLMENT ? PHOTOGRAPHS_PER_ENROLMENT : 1);
  });
  const strangers = [...portraits.filter(({ person }) => !idOf.has(person)), ...imitations];
  const decisions = tableOf([
    'photograph',
    'expected',
    'answer',
    'similarity',
    'threshold',
    'logged',
    'seconds',
  ]);
  const asked = [...others, ...strangers];
  for (const [i, photograph] of asked.entries()) {
    process.stderr.write(`Verifying ${i + 1} of ${asked.length}: ${photograph.name} …\n`);
    const expected = idOf.get(photograph.person) ?? null;
    const { status: state, result, processing_time: seconds } = await verify(client, token, photograph);
    const answer = result?.recognized ? result.employee_id : null;
    if (answer !== expected) unexpected++;
    decisions.push([
      photograph.name,
      expected ?? 'nobody',
      `${answer ?? (result ? 'nobody' : state)}${answer === expected ? '' : '  ✗'}`,
      shown(result?.similarity_score),
      shown(result?.decision?.threshold),
      result?.attendance_logged ? 'yes' : '',
      shown(seconds, 2),
    ]);
  }
  console.log(String(decisions));

  const crowds = tableOf(['photograph of strangers', 'faces', 'recognised', 'highest similarity', 'seconds']);
  for (const [i, group] of groups.entries()) {
    process.stderr.write(`Looking at group ${i + 1} of ${groups.length}: ${group.name} …\n`);
    const { result, processing_time: seconds } = await verifyGroup(client, token, group);
    const faces = result?.images[0]?.faces ?? [];
    const recognised = faces.filter(({ recognized }) => recognized).length;
    if (recognised > 0 || faces.length === 0) unexpected++;
    const highest = Math.max(...faces.map(({ similarity_score: similarity }) => similarity ?? 0));
    crowds.push([group.name, faces.length, recognised, shown(highest), shown(seconds, 2)]);
  }
  console.log(String(crowds));

  const answer = await client.get(`/api/v1/attendance/logs/?camera_id=${CAMERA}`, { token });
  const logs = answer.body as AttendanceLog;
  const log = tableOf(['attendance at', 'employee', 'camera', 'confidence', 'seconds']);
  for (const { timestamp, employee, camera, confidence, verification_time: seconds } of logs.results) {
    log.push([
      timestamp,
      `${employee.employee_id} ${employee.name}`,
      camera.id,
      shown(confidence),
      shown(seconds, 2),
    ]);
  }
  console.log(`Attendance log (${logs.count} rows; one per person, camera and minute)\n${String(log)}`);
  return unexpected;
}
