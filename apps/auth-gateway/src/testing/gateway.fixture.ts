import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import {
  accessTokens,
  type AnyOperation,
  type Claim,
  type Claimant,
  auditContract,
  claimantContract,
  type Contract,
  DomainError,
  type Family,
  type Handlers,
  type GatewayAuditEvent,
  tokenTrustContract,
} from '@argus/contracts';
import { InProcessBus, RpcClient, serveContract } from '@argus/messaging';
import { type Database, openDatabase } from '@argus/persistence';
import { loginOf } from '@argus/testing/postgres';
import type { Stranger } from '@argus/testing/generated';
import {
  createLogger,
  Metrics,
  type PlatformSettings,
  ProcessMetrics,
  readSettings,
  RequestLog,
  entitiesOf,
} from '@argus/service-kit';
import type { FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type AuthGatewaySettings, authGatewaySettings } from '../auth-gateway.settings.js';
import { authGatewayService } from '../index.js';
import { ApiKeys } from '../trust/api-keys.service.js';
import { Authenticator } from '../trust/authenticator.service.js';
import { KeySet } from '../trust/key-set.service.js';
import { Revocations } from '../trust/revocations.service.js';
import { TokenVerifier } from '../trust/token-verifier.service.js';
import { TrafficMeter } from '../http/traffic/traffic-meter.service.js';
import { GatewayServer } from '../http/gateway-server.service.js';
import { samples } from './samples.contract.js';

const { issuer, algorithm, type: typ } = accessTokens;
const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
const published = { ...(await exportJWK(publicKey)), kid: 'k1' };

interface Claims {
  readonly sessionId?: string;
  readonly type?: string;
  readonly expiresInSeconds?: number;
}

/** Returns an access token like those of `identity`. */
export const tokenOf = (
  family: Family,
  accountId = 1,
  role = 'admin',
  { sessionId = `s${accountId}`, type = 'access', expiresInSeconds = 3600 }: Claims = {},
): Promise<string> => {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ user_id: accountId, username: 'u', role, sid: sessionId, token_type: type })
    .setProtectedHeader({ alg: algorithm, typ, kid: 'k1' })
    .setIssuer(issuer)
    .setAudience(family)
    .setSubject(String(accountId))
    .setJti('j')
    .setIssuedAt(nowSeconds - 7200)
    .setExpirationTime(nowSeconds + expiresInSeconds)
    .sign(privateKey);
};

const REVOKED_SESSION = 'revoked';

/** Returns the token of a caller whom the family must refuse; undefined for no token. */
export async function strangerToken(stranger: Stranger, family: Family): Promise<string | undefined> {
  switch (stranger) {
    case 'no token':
      return undefined;
    case 'garbage':
      return 'x.y.z';
    case 'expired':
      return tokenOf(family, 1, 'admin', { expiresInSeconds: -61 });
    case 'revoked':
      return tokenOf(family, 1, 'admin', { sessionId: REVOKED_SESSION });
    case 'another family':
      return tokenOf(family === 'attendance' ? 'techtrack' : 'attendance');
    case 'refresh token':
      return tokenOf(family, 1, 'admin', { type: 'refresh' });
  }
}

export interface RunningGateway {
  readonly server: FastifyInstance;
  readonly database: Database;
  /** The audit events that the gateway recorded. */
  readonly seen: readonly GatewayAuditEvent[];
  stop(): Promise<void>;
}

export type Answering = (operation: AnyOperation, input: object) => unknown;

/** Default answers of the services behind the gateway, by subject. */
const answers: Record<string, Answering> = {
  'samples.gadget.list': () => [{ id: 1, kind: 'Robot', model: 'R', status: true }],
  'samples.gadget.live': async (_, input) => {
    const { cursor } = (input as { query: { cursor?: string } }).query;
    /* The first answer comes at once, later ones after half a second. */
    if (cursor !== undefined) await setTimeout(500);
    return { cursor: `${Number(cursor ?? 0) + 1}`, events: ['turned on'] };
  },
  'samples.fixation.list': () => {
    throw new DomainError('NO_DATA');
  },
  'samples.note.list': () => ({ count: 45, results: [{ id: 1 }] }),
  'samples.fixation.login': () => ({ message: 'Logged in', session: 'secret;x', csrf: 'c' }),
  'samples.account.logout': () => ({ ok: true, message: 'Successfully logged out' }),
  'samples.note.fail': (_, input) => {
    const { code } = (input as { body: { code: string } }).body;
    throw new DomainError(code, { retryAfterSeconds: 7 });
  },
};

/** Starts a gateway that does not listen, over an in-process bus with echoing services. */
export async function startGateway(
  superuserUrl: string,
  settings: Partial<Record<keyof AuthGatewaySettings, string>> = {},
  {
    answer,
    contracts = samples,
    claimant = () => ({}),
  }: { answer?: Answering; contracts?: readonly Contract[]; claimant?: (claim: Claim) => Claimant } = {},
): Promise<RunningGateway> {
  const bus = new InProcessBus();
  await serveContract(bus, tokenTrustContract, {
    keys: async () => ({ keys: [published as Record<string, unknown>] }),
    revocations: async () => ({
      revocations: [{ position: 1, session_id: REVOKED_SESSION, forget_at_ms: Date.now() + 3_600_000 }],
    }),
  });
  const seen: GatewayAuditEvent[] = [];
  await serveContract(bus, auditContract, {
    note: async ({ body }) => void seen.push(body),
    verify: async () => ({ intact: true, position: 1, problem: null }),
  });
  await serveContract(bus, claimantContract, { find: async ({ body }) => claimant(body) });
  const own: readonly Contract[] = [tokenTrustContract, auditContract, claimantContract];
  for (const contract of contracts.filter((each) => !own.includes(each)))
    await serveContract(bus, contract, echo(contract, answer));
  const { schema = '', migrations, module } = authGatewayService;
  const database = await openDatabase({
    url: await loginOf(superuserUrl, schema),
    schema,
    entities: entitiesOf(module),
    migrations,
  });
  const rpc = new RpcClient(bus);
  const keys = new KeySet(rpc);
  const revocations = new Revocations(rpc, keys);
  await revocations.start();
  const pulling = setInterval(() => void revocations.pull(), 5_000);
  const platform = {
    HOST: '127.0.0.1',
    PUBLIC_URL: undefined,
    SECURITY_PROFILE: 'compat',
  } as PlatformSettings;
  const [settled] = readSettings([authGatewaySettings] as const, settings);
  const authenticator = new Authenticator(
    new TokenVerifier(keys),
    new ApiKeys(rpc),
    revocations,
    platform,
    settled,
  );
  const gateway = new GatewayServer(
    rpc,
    authenticator,
    keys,
    revocations,
    new Metrics(new ProcessMetrics(), 'auth-gateway'),
    new RequestLog(createLogger({ LOG_LEVEL: 'silent', LOG_FORMAT: 'json' })),
    database,
    new TrafficMeter(rpc),
    platform,
    settled,
  );
  const server = await gateway.build(contracts);
  await server.ready();
  return {
    server,
    database,
    seen,
    stop: async () => {
      await server.close();
      clearInterval(pulling);
      await bus.stop();
      await database.close();
    },
  };
}

function echo(contract: Contract, answer?: Answering): Handlers<Contract> {
  return Object.fromEntries(
    Object.entries(contract.operations).map(([name, operation]) => [
      name,
      async (input: object) =>
        answer?.(operation, input) ?? answers[operation.subject]?.(operation, input) ?? { id: 7, ...input },
    ]),
  );
}
