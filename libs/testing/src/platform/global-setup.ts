import { startNats, type TestNats } from '../nats.js';
import { type Platform, runMode, startPlatform } from './platform.js';

/* One platform for a whole run of the end-to-end tier. Tests share it, so each makes its own accounts and names. */
let platform: Platform | undefined;
let nats: TestNats | undefined;

export async function start(): Promise<void> {
  if (process.env.E2E_BASE_URL) return;
  if (runMode() === 'services') nats = await startNats();
  platform = await startPlatform({
    settings: { RATE_LIMIT_FACTOR: '10000', ...(nats && { NATS_URL: nats.url }) },
  });
  process.env.E2E_URL = platform.url;
  process.env.E2E_ADMIN_EMAIL = platform.admin.email;
  process.env.E2E_ADMIN_PASSWORD = platform.admin.password;
  process.env.E2E_DATA_DIR = platform.dataDirectory;
  if (nats) process.env.E2E_NATS_URL = nats.url;
}

export async function end(): Promise<void> {
  await platform?.stop();
  await nats?.stop();
}
