import { portraitsOf } from '@argus/testing/photographs';
import { dataUrl, type Task } from '../attendance/attendance-client.js';
import type { Sighting } from './sighting.js';
import type { Stage } from './stage.js';

const picture = (): Promise<Buffer> =>
  portraitsOf('norris')[0]!
    .read()
    .then((bytes) => Buffer.from(bytes));

/** Asks who is on a picture; returns the answer in words, refused or not. */
async function asked(
  stage: Stage,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const token = await stage.token('attendance');
  const answer = await stage.client.send('POST', '/api/v1/face/verify/', { token, headers, body });
  if (answer.status !== 202) return `${answer.status} ${JSON.stringify(answer.body)}`;
  const { task_id } = answer.body as { task_id: string };
  return JSON.stringify((await stage.attendance.finished('verify', token, task_id)).result);
}

const hasNoFace = /NO_FACE|no face/i;
const isDamaged = /damaged|incomplete|truncated|cut off|destroyed|cannot be read|IMAGE_/i;
const isSame = /same (photograph|picture|file)|identical|alike/i;

/** Sends the photograph as base64 three times, to enrol somebody who is then deactivated. */
async function enrolledThrice(stage: Stage): Promise<string> {
  const { employee_id } = await stage.user();
  const image = dataUrl(await picture());
  const token = await stage.token('attendance');
  const body = { employee_id, images: [image, image, image] };
  const answer = await stage.client.post('/api/v1/face/enroll/', body, { token });
  if (answer.status !== 202) return JSON.stringify(answer.body);
  const { task_id } = answer.body as Task<unknown>;
  return JSON.stringify((await stage.attendance.finished('enroll', token, task_id)).result);
}

const told = (answer: string, pattern: RegExp): string => (pattern.test(answer) ? 'told' : answer);

export const pictureSightings: readonly Sighting[] = [
  {
    item: 15,
    seen: 'base64 in a form, whose + became a space, is read as another picture',
    async ask(stage) {
      const body = `image=${dataUrl(await picture())}`;
      const got = await asked(stage, Buffer.from(body), {
        'content-type': 'application/x-www-form-urlencoded',
      });
      return {
        right: 'read, or refused by name',
        got: hasNoFace.test(got) ? got : 'read, or refused by name',
      };
    },
  },
  {
    item: 15,
    seen: 'a JPEG that lacks only its end marker cannot be read',
    async ask(stage) {
      const whole = await picture();
      const got = await asked(stage, { image: dataUrl(whole.subarray(0, -2)) });
      const right = await asked(stage, { image: dataUrl(whole) });
      return { right: reasonsOf(right), got: reasonsOf(got) };
    },
  },
  {
    item: 15,
    seen: 'a JPEG whose data ends in the middle is accepted in silence',
    async ask(stage) {
      const whole = await picture();
      const got = await asked(stage, { image: dataUrl(whole.subarray(0, whole.length / 2)) });
      return { right: 'told', got: told(got, isDamaged) };
    },
  },
  {
    item: 15,
    seen: 'the same photograph three times enrols without a word',
    ask: async (stage) => ({ right: 'told', got: told(await enrolledThrice(stage), isSame) }),
  },
  {
    item: 13,
    seen: 'a location without a camera is lost',
    async ask(stage) {
      const { employee_id } = await stage.user();
      const token = await stage.token('attendance');
      const images = await Promise.all(
        portraitsOf('franck')
          .slice(0, 4)
          .map(async (each) => dataUrl(await each.read())),
      );
      const { result: enrolled } = await stage.attendance.work('enroll', token, {
        employee_id,
        images: images.slice(0, 3),
      });
      const location = stage.name('Gate ');
      const { result } = await stage.attendance.work('verify', token, {
        image: images[3],
        location,
        employee_id,
      });
      const path = `/api/v1/attendance/logs/?employee_id=${employee_id}`;
      const { results } = await stage.must<{ results: { camera: object }[] }>('GET', path);
      const got = results[0]?.camera ?? { enrolled, result };
      return { right: { id: null, name: null, location }, got };
    },
  },
  ...(['images[0]', 'images[]', 'images'] as const).map((form): Sighting => ({
    item: 13,
    seen: `form parts named ${form} are not one list`,
    async ask(stage) {
      const parts = new FormData();
      parts.set('employee_id', stage.name('nobody'));
      const bytes = await picture();
      for (const i of [0, 1, 2]) parts.append(form.replace('0', String(i)), dataUrl(bytes));
      const token = await stage.token('attendance');
      const { status, body } = await stage.client.post('/api/v1/face/enroll/', parts, { token });
      return { right: [404, { error: 'User not found' }], got: [status, body] };
    },
  })),
];

function reasonsOf(answer: string): unknown {
  try {
    return (JSON.parse(answer) as { decision: { reasons: unknown } }).decision.reasons;
  } catch {
    return answer;
  }
}
