import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { formatBusKeys } from '@argus/service-kit';
import { busKeysOfInstallation } from './bus-keys.js';
import { appFile, LaunchedProcess } from '../platform/launched-process.js';
import type { Installation } from '../platform/shared-platform.js';
import { brokerKeyOf, type EmptyInstallation, loginIn } from './installation.js';

export interface InstalledOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** True if `sleep` will be called. */
  readonly canSleep?: boolean;
}

/** E2E_REAL_TIME=1: tests really wait, instead of moving the clocks of services. */
export const isRealTime = process.env.E2E_REAL_TIME === '1';

type Installed = 'auth-gateway' | 'identity';
const schemas: Record<Installed, string> = { 'auth-gateway': 'auth_gateway', identity: 'identity' };

const clock = new URL('./sleeping-clock.js', import.meta.url);

const environmentOf = async (
  service: Installed,
  installation: Installation | EmptyInstallation,
): Promise<Record<string, string>> => ({
  PORT: '0',
  OPERATIONS_PORT: '0',
  LOG_LEVEL: 'warn',
  LOG_FORMAT: 'json',
  DATA_DIR: installation.dataDirectory,
  DATABASE_URL: await loginIn(installation, schemas[service]),
  NATS_URL: installation.natsUrl,
  NATS_NKEY: brokerKeyOf(installation, service).seed,
  /* An installation of which only database and broker run has nobody else to make streams. */
  ...('admin' in installation && {
    NATS_KEEPER_NKEY: brokerKeyOf(installation, 'keeper').seed,
    ADMIN_EMAIL: installation.admin.email,
    ADMIN_PASSWORD: installation.admin.password,
  }),
});

/** Another replica of a service, in a process of its own, as production runs several. */
export class InstalledProcess {
  private constructor(private readonly process: LaunchedProcess) {}

  static async start(
    service: Installed,
    installation: Installation,
    { settings = {}, canSleep = false }: InstalledOptions = {},
  ): Promise<InstalledProcess> {
    const BUS_KEYS = formatBusKeys(busKeysOfInstallation(installation.dataDirectory)(service));
    const environment = { ...(await environmentOf(service, installation)), BUS_KEYS, ...settings };
    const options = { environment, ...(canSleep && { preload: clock }) };
    return new InstalledProcess(await LaunchedProcess.start(appFile(`${service}/dist/main.js`), options));
  }

  /** Address for clients; of gateways only. */
  get url(): string {
    return this.process.url;
  }

  get operationsUrl(): string {
    return this.process.operationsUrl;
  }

  /** Its latest output, oldest first. */
  get log(): string {
    return this.process.log;
  }

  /** Moves the clock of this process; needs `canSleep`. */
  async sleep(sleptMs: number): Promise<void> {
    await this.process.ask({ sleptMs });
  }

  stop(): Promise<void> {
    return this.process.end('SIGTERM');
  }
}

/** Runs an operator's command (`npm run user|keys|audit -- …`) on an installation and returns its output. */
export async function operate(
  installation: Installation,
  words: readonly string[],
  { clockAheadMs = 0 }: { readonly clockAheadMs?: number } = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', clock.href, appFile('identity/dist/commands/main.js'), ...words],
    {
      env: {
        ...process.env,
        ...(await environmentOf('identity', installation)),
        CLOCK_AHEAD_MS: String(clockAheadMs),
      },
    },
  );
  return stdout;
}
