import { livenessSeries } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { type Photograph, portraitsOf } from '@argus/testing/photographs';
import sharp from 'sharp';
import type { Account } from '../targets/accounts.js';
import type { Ask, Known } from './known.js';

/** Small as a webcam's pictures, so that hundreds are measured within the time limit of a test. */
const small = async ({ read }: Photograph): Promise<Buffer> =>
  sharp(await read())
    .resize({ width: 320 })
    .jpeg()
    .toBuffer();
const dataUrl = (bytes: Buffer): string => `data:image/jpeg;base64,${bytes.toString('base64')}`;

export const photographs: readonly Buffer[] = await Promise.all(portraitsOf('franck').slice(0, 3).map(small));
export const dataUrls = photographs.map(dataUrl);
/** An enrolment of several people fails: suites that share a platform find nobody's face taken. */
const severalPeople = (
  await Promise.all(['obama', 'norris', 'rihanna'].map((name) => small(portraitsOf(name)[0]!)))
).map(dataUrl);

const series = Array.from({ length: livenessSeries.minFrames }, (_, i) => ({
  image: dataUrls[i % dataUrls.length],
  at_ms: i * 150,
}));

/** Returns photographs of a person, their employee id, and a finished task or an open challenge if the path needs one. */
export async function knownFaces(path: string, person: Account, ask: Ask): Promise<Known> {
  const fields = {
    employee_id: [person.username],
    image: dataUrls,
    images: [dataUrls, [{ id: 'frame', image: dataUrls[0] }]],
    quality_check: [false],
    frames: [series],
  };
  if (path.includes('{challenge_id}')) {
    const made = (await ask('POST', '/api/v1/face/liveness/challenges/', {})) as Record<string, string>;
    return { fields: { ...fields, nonce: [made.nonce!] }, params: { challenge_id: [made.challenge_id!] } };
  }
  const [, kind] = /^\/api\/v1\/face\/([a-z-]+)\/status\//.exec(path) ?? [];
  if (kind === undefined) return { fields, params: {} };
  const requests: Readonly<Record<string, object>> = {
    enroll: { employee_id: person.username, images: severalPeople },
    verify: { image: dataUrls[0] },
    'bulk-verify': { images: [{ id: 'frame', image: dataUrls[0] }] },
  };
  const { task_id } = (await ask('POST', `/api/v1/face/${kind}/`, requests[kind])) as { task_id: string };
  await eventually(
    () => ask('GET', path.replace('{task_id}', task_id)),
    (task) => ['completed', 'failed'].includes((task as { status: string }).status),
  );
  return { fields, params: { task_id: [task_id] } };
}
