import {
  addressPrefix,
  auditContract,
  type CallContext,
  type DomainError,
  type Family,
  type LimitCategory,
} from '@argus/contracts';
import { newContext, type RpcClient } from '@argus/messaging';
import type { FastifyRequest } from 'fastify';
import { RepeatedEvents } from './repeated-events.js';

/* Limits whose excess may be an attack on accounts. */
const audited: ReadonlySet<LimitCategory> = new Set(['authentication', 'refresh', 'sign-up']);

type Client = Pick<CallContext, 'requestId' | 'principal' | 'clientAddress' | 'userAgent'>;

/** Records the audit events that only the gateway sees: log-ins beyond a limit, and uses of API keys. */
export class GatewayAuditRecorder {
  private readonly events: RepeatedEvents<Client>;

  constructor(rpc: RpcClient) {
    this.events = new RepeatedEvents<Client>(
      async (body, client) =>
        rpc.call(auditContract.operations.note, { body }, { ...newContext(), ...client }),
      () => ({ requestId: 'many' }),
    );
  }

  /** Records a refused request if the audit covers its refusal; most refusals it does not. */
  refused({ code, details }: DomainError, request: FastifyRequest, family: Family | undefined): void {
    const { operation } = request.routeOptions.config ?? {};
    if (!operation || !family) return;
    const event = { success: false, family, operation: operation.subject };
    if (code === 'RATE_LIMITED' && operation.limit !== undefined && audited.has(operation.limit))
      this.note({ ...event, action: 'login-limited' }, request);
    if (code === 'TOKEN_INVALID' && details.problem === 'api-key')
      this.note({ ...event, action: 'api-key-used' }, request);
  }

  /** Records an admitted request of an API key. Sessions are recorded at log-in. */
  admitted(request: FastifyRequest, family: Family, operation: string): void {
    if (request.principal?.scopes)
      this.note({ action: 'api-key-used', success: true, family, operation }, request);
  }

  close(): Promise<void> {
    return this.events.close();
  }

  private note(event: Parameters<RepeatedEvents<Client>['note']>[0], request: FastifyRequest): void {
    const { principal, ip } = request;
    const clientKey = `${principal ? `${principal.family}:${principal.accountId}:${principal.sessionId}` : ''} ${addressPrefix(ip)}`;
    this.events.note(event, clientKey, () => clientOf(request));
  }
}

const clientOf = ({ id, ip, principal, headers }: FastifyRequest): Client => ({
  requestId: id,
  clientAddress: ip,
  ...(principal && { principal }),
  ...(headers['user-agent'] !== undefined && { userAgent: headers['user-agent'].slice(0, 300) }),
});
