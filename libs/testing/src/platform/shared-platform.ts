import type { Installation } from './installation.js';

/** The platform that a run of the end-to-end tier shares: one of our own, or the one that E2E_BASE_URL names. */
export interface SharedPlatform {
  readonly url: string;
  readonly admin: { readonly email: string; readonly password: string };
  /** True for a platform elsewhere, which tests must not kill or reconfigure. */
  readonly remote: boolean;
  /** Where one of our own keeps its data; undefined for a platform elsewhere. */
  readonly dataDirectory: string | undefined;
  /** To start one more process of it; undefined where everything runs in one, and elsewhere. */
  readonly installation: Installation | undefined;
}

export function sharedPlatform(): SharedPlatform {
  const {
    E2E_BASE_URL: remoteUrl,
    E2E_URL: ownUrl,
    E2E_ADMIN_EMAIL: email,
    E2E_ADMIN_PASSWORD: password,
    E2E_DATA_DIR: dataDirectory,
    E2E_NATS_URL: natsUrl,
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
  };
}
