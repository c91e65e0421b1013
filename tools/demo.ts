/*
 * npm run demo: tries the running platform with real photographs and simulated machines. Ends with 1 when an answer is not as
 * expected.
 *   PORT                         as the platform has it; 8000 unless set
 *   ARGUS_URL                    where the platform answers; http://127.0.0.1:PORT unless set
 *   ADMIN_EMAIL, ADMIN_PASSWORD  an administrator; needed with ARGUS_URL, otherwise the first one of DATA_DIR unless set
 */
import { administratorOf, NoAdministrator } from './demo/administrator.ts';
import { UnexpectedAnswer } from './demo/unexpected-answer.ts';
import { wordsOf } from './words.mjs';

wordsOf(import.meta.url);

const { PORT = '8000' } = process.env;
const url = process.env.ARGUS_URL ?? `http://127.0.0.1:${PORT}`;

try {
  await fetch(url);
} catch {
  console.error(
    `Nothing answers at ${url}. Start the platform first (npm start), or set PORT as the platform has it, or ARGUS_URL.`,
  );
  process.exit(1);
}

const { HttpClient } = await import('@argus/testing');
const client = new HttpClient(url);
const parts = [
  (await import('./demo/attendance.ts')).showAttendance,
  (await import('./demo/cameras.ts')).showCameras,
  (await import('./demo/reports.ts')).showReports,
  (await import('./demo/equipment.ts')).showEquipment,
];
let unexpected = 0;
try {
  const administrator = administratorOf(process.env);
  for (const show of parts) unexpected += await show(client, administrator);
} catch (error) {
  if (!(error instanceof UnexpectedAnswer || error instanceof NoAdministrator)) throw error;
  console.error(`\nThe demo cannot go on. ${error.message}`);
  process.exit(1);
}
console.log(unexpected === 0 ? '\nAll as expected.' : `\n${unexpected} answers not as expected.`);
console.log(`The people of the demo stay until it runs again. Try the same by hand at ${url}/swagger/`);
process.exit(unexpected === 0 ? 0 : 1);
