import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsServer } from '@argus/embedded';
import { type Platform, runMode, startPlatform } from './platform.js';

/* One platform for a whole run of the end-to-end tier. Tests share it, so each makes its own accounts and names. */
let platform: Platform | undefined;
const logFile = join(tmpdir(), `argus-e2e-${process.pid}.log`);

export async function start(): Promise<void> {
  if (process.env.E2E_BASE_URL) return;
  /* Receivers of webhooks and cameras stand on this machine in tests. */
  const settings = {
    RATE_LIMIT_FACTOR: '10000',
    LOG_LEVEL: 'info',
    WEBHOOK_NETWORKS: '127.0.0.1',
    CAMERA_NETWORKS: '127.0.0.1',
  };
  platform = await startPlatform({ logFile, settings });
  process.env.E2E_URL = platform.url;
  process.env.E2E_ADMIN_EMAIL = platform.admin.email;
  process.env.E2E_ADMIN_PASSWORD = platform.admin.password;
  process.env.E2E_DATA_DIR = platform.dataDirectory;
  process.env.E2E_PID = String(platform.pid);
  process.env.E2E_LOG_FILE = logFile;
  process.env.E2E_OPERATIONS_URL = platform.operationsUrl;
  if (runMode() === 'services')
    process.env.E2E_NATS_URL = NatsServer.urlIn(join(platform.dataDirectory, 'nats'));
}

export async function end(): Promise<void> {
  await platform?.stop();
  rmSync(logFile, { force: true });
}
