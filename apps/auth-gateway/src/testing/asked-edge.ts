import type { Family } from '@argus/contracts';
import { createDatabase } from '@argus/testing';
import { type Edge, startEdge, tokenOf } from './edge.fixture.js';

export interface AskOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

export interface AskedEdge {
  readonly edge: Edge;
  readonly tokens: Readonly<Record<Family, string>>;
  ask(method: string, url: string, options?: AskOptions): Promise<Answered>;
  stop(): Promise<void>;
}

/** An edge with a database of its own, limits out of the way, and somebody who asks it. */
export async function startAskedEdge(): Promise<AskedEdge> {
  const place = await createDatabase();
  const edge = await startEdge(place.url, {
    RATE_LIMIT_FACTOR: '1000',
    CORS_ORIGINS: 'https://campus.example',
    TRUSTED_PROXIES: '10.0.0.0/8',
  });
  const families = ['attendance', 'techtrack', 'eyetracker', 'proctorx', 'calibration'] as const;
  const tokens = Object.fromEntries(
    await Promise.all(families.map(async (family) => [family, await tokenOf(family)] as const)),
  ) as Record<Family, string>;
  return {
    edge,
    tokens,
    ask: (method, url, options) => ask(edge, method, url, options),
    stop: async () => {
      await edge.stop();
      await place.drop();
    },
  };
}

async function ask(
  edge: Edge,
  method: string,
  url: string,
  { token, body, headers = {} }: AskOptions = {},
): Promise<Answered> {
  const response = await edge.server.inject({
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
