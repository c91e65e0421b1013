import type { Family } from '@argus/contracts';
import { createDatabase } from '@argus/testing/postgres';
import { type RunningGateway, startGateway, tokenOf } from './gateway.fixture.js';

export interface AskOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed if it is JSON. */
  readonly body: unknown;
}

export interface GatewayClient {
  readonly gateway: RunningGateway;
  readonly tokens: Readonly<Record<Family, string>>;
  ask(method: string, url: string, options?: AskOptions): Promise<Answered>;
  stop(): Promise<void>;
}

/** Starts a gateway with its own database and raised limits, and returns a client with one token per family. */
export async function startGatewayClient(): Promise<GatewayClient> {
  const testDatabase = await createDatabase();
  const gateway = await startGateway(testDatabase.url, {
    RATE_LIMIT_FACTOR: '1000',
    ALLOWED_HOSTS: 'campus.example',
    CORS_ORIGINS: 'https://campus.example',
    TRUSTED_PROXIES: '10.0.0.0/8',
  });
  const families = ['attendance', 'techtrack', 'eyetracker', 'proctorx', 'calibration'] as const;
  const tokens = Object.fromEntries(
    await Promise.all(families.map(async (family) => [family, await tokenOf(family)] as const)),
  ) as Record<Family, string>;
  return {
    gateway,
    tokens,
    ask: (method, url, options) => ask(gateway, method, url, options),
    stop: async () => {
      await gateway.stop();
      await testDatabase.drop();
    },
  };
}

async function ask(
  gateway: RunningGateway,
  method: string,
  url: string,
  { token, body, headers = {} }: AskOptions = {},
): Promise<Answered> {
  const response = await gateway.server.inject({
    method,
    url,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const isJson = String(response.headers['content-type']).includes('json') && response.body !== '';
  return {
    status: response.statusCode,
    headers: response.headers,
    body: isJson ? (JSON.parse(response.body) as unknown) : response.body,
  };
}
