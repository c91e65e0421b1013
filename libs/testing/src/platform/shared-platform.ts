/** Shared by the processes of one platform; another process needs it to join them. */
export interface Installation {
  readonly dataDirectory: string;
  /** Without a user: every process has a key of its own. */
  readonly natsUrl: string;
}

/** The platform that all end-to-end tests of a run share: started by the run, or the one at E2E_BASE_URL. */
export interface SharedPlatform {
  readonly url: string;
  readonly admin: { readonly email: string; readonly password: string };
  /** True for the platform at E2E_BASE_URL, which tests must not kill or reconfigure. */
  readonly remote: boolean;
  /** Data folder; undefined for a remote platform. */
  readonly dataDirectory: string | undefined;
  /** Lets a test start another process of it; undefined in embedded mode and for a remote platform. */
  readonly installation: Installation | undefined;
  /** What is known of its processes; undefined for a remote platform. */
  readonly launched: Launched | undefined;
}

export interface Launched {
  /** Of the process that was started first. */
  readonly pid: number;
  readonly operationsUrl: string;
  /** Holds all that it printed. */
  readonly logFile: string;
}

export function sharedPlatform(): SharedPlatform {
  const {
    E2E_BASE_URL: remoteUrl,
    E2E_URL: ownUrl,
    E2E_ADMIN_EMAIL: email,
    E2E_ADMIN_PASSWORD: password,
    E2E_DATA_DIR: dataDirectory,
    E2E_NATS_URL: natsUrl,
    E2E_PID: pid,
    E2E_LOG_FILE: logFile,
    E2E_OPERATIONS_URL: operationsUrl,
  } = process.env;
  const url = remoteUrl ?? ownUrl;
  if (!url || !email || !password)
    throw new Error(
      'No platform to test: run npm test -- e2e, or set E2E_BASE_URL, E2E_ADMIN_EMAIL and E2E_ADMIN_PASSWORD',
    );
  return {
    url: url.replace(/\/+$/, ''),
    admin: { email, password },
    remote: remoteUrl !== undefined,
    dataDirectory,
    installation: dataDirectory && natsUrl ? { dataDirectory, natsUrl } : undefined,
    launched: pid && logFile && operationsUrl ? { pid: Number(pid), logFile, operationsUrl } : undefined,
  };
}

const chosenFamilies = (process.env.E2E_FAMILIES ?? '').split(',').filter(Boolean);

/** Whether a run is about the family: those of E2E_FAMILIES, else all. */
export const isChosen = (family: string): boolean =>
  chosenFamilies.length === 0 || chosenFamilies.includes(family);
