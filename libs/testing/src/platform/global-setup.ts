import { type Platform, startPlatform } from './platform.js';

/* One platform for a whole run of the end-to-end tier; tests share it and make accounts and names of their own. */
let platform: Platform | undefined;

export async function start(): Promise<void> {
  if (process.env.E2E_BASE_URL) return;
  platform = await startPlatform({ settings: { RATE_LIMIT_FACTOR: '10000' } });
  process.env.E2E_URL = platform.url;
  process.env.E2E_ADMIN_EMAIL = platform.admin.email;
  process.env.E2E_ADMIN_PASSWORD = platform.admin.password;
}

export const end = async (): Promise<void> => platform?.stop();
