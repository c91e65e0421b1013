import { type Photograph, portraitsOf } from '@argus/testing/photographs';
import sharp from 'sharp';
import type { ChaosTarget } from './chaos-target.js';
import { chaosPilot, type HonestClient } from './honest-client.js';
import type { Scene, Writer } from './write.js';

/** Small as a webcam's picture. */
async function dataUrlOf(photograph: Photograph): Promise<string> {
  const small = sharp(await photograph.read()).resize({ width: 320 });
  return `data:image/jpeg;base64,${(await small.jpeg().toBuffer()).toString('base64')}`;
}

const robot = { equipment_type: 'Robot', model: 'Chaos', installation_date: '2024-01-01' };
const person = 'CHAOS';

/** Creates the machines and the enrolled person that writes refer to. */
export async function makeScene(client: HonestClient, platform: ChaosTarget): Promise<Scene> {
  const post = (path: string, as: Writer, body: object, status = 201): Promise<unknown> =>
    client.call({ method: 'POST', path, as, body }, status);
  const machine = async (): Promise<number> =>
    ((await post('/api/equipment/', 'techtrack', robot)) as { id: number }).id;
  const photographs = await Promise.all(portraitsOf('franck').slice(0, 3).map(dataUrlOf));
  const profile = {
    email: 'chaos@example.com',
    first_name: 'C',
    last_name: 'H',
    password: platform.admin.password,
  };
  const { password } = platform.admin;
  const pilot = { username: chaosPilot, email: 'chaos-pilot@example.com', password };
  await client.call({ method: 'POST', path: '/api/accounts/register/', body: pilot }, 201);
  await post('/api/v1/users/', 'attendance', { employee_id: person, ...profile });
  const task = await post(
    '/api/v1/face/enroll/',
    'attendance',
    { employee_id: person, images: photographs },
    202,
  );
  await client.ended(`/api/v1/face/enroll/status/${(task as { task_id: string }).task_id}/`, 'attendance');
  return {
    machine: await machine(),
    measuringMachine: await machine(),
    bulkMachine: await machine(),
    person,
    photographs,
    startMs: Date.now() - 10 * 86_400_000,
  };
}
