import { faceContract } from '@argus/contracts';
import { admin, startAttendance } from './attendance-fixture.js';
import { quietWebhook } from './quiet-webhook.js';
import { scriptedPhotograph } from './scripted-photograph.js';

/* A process that accepts verifications and works on them until it is killed. Its parent sends the order. */

export interface CrashOrder {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly people: readonly number[];
  readonly tasks: number;
}

process.once('message', (order: CrashOrder) => void work(order));
process.once('disconnect', () => process.exit());

async function work({ databaseUrl, folder, people, tasks }: CrashOrder): Promise<void> {
  const replica = await startAttendance({ site: { databaseUrl, folder }, people });
  await quietWebhook(replica.database);
  replica.vision.gate = () => new Promise((resolve) => setTimeout(resolve, 20));
  const accepted = Array.from({ length: tasks }, async (_, i) => {
    const subject = String(people[i % people.length]);
    const body = { image: scriptedPhotograph({ faces: [{ subject }] }), camera_id: 'DOOR' };
    const { task_id } = await replica.call(faceContract.operations.verify, { body }, admin);
    process.send?.(task_id);
  });
  await Promise.all(accepted);
  process.send?.('all accepted');
}
