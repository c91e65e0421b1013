import {
  addressPrefix,
  auditContract,
  type CallContext,
  type DomainError,
  type Family,
} from '@argus/contracts';
import { newContext, type RpcClient } from '@argus/messaging';
import type { FastifyRequest } from 'fastify';
import { RepeatedActs } from './repeated-acts.js';

type Who = Pick<CallContext, 'requestId' | 'principal' | 'clientAddress' | 'userAgent'>;

/** Security-relevant acts that only the edge sees: log-ins that a limit refused, and what API keys are used for. */
export class SeenActs {
  private readonly acts: RepeatedActs<Who>;

  constructor(rpc: RpcClient) {
    this.acts = new RepeatedActs<Who>(
      async (body, who) => rpc.call(auditContract.operations.note, { body }, { ...newContext(), ...who }),
      () => ({ requestId: 'many' }),
    );
  }

  /** A request that was refused; most refusals are no matter for the audit. */
  refused({ code, details }: DomainError, request: FastifyRequest, family: Family | undefined): void {
    const { operation } = request.routeOptions.config ?? {};
    if (!operation || !family) return;
    const act = { success: false, family, operation: operation.subject };
    if (code === 'RATE_LIMITED' && operation.limit === 'authentication')
      this.note({ ...act, action: 'login-limited' }, request);
    if (code === 'TOKEN_INVALID' && details.problem === 'api-key')
      this.note({ ...act, action: 'api-key-used' }, request);
  }

  /** A caller that was let in; only API keys are noted, sessions are by their log-in. */
  admitted(request: FastifyRequest, family: Family, operation: string): void {
    if (request.principal?.scopes)
      this.note({ action: 'api-key-used', success: true, family, operation }, request);
  }

  close(): Promise<void> {
    return this.acts.close();
  }

  private note(act: Parameters<RepeatedActs<Who>['note']>[0], request: FastifyRequest): void {
    const { principal, ip } = request;
    const client = `${principal ? `${principal.family}:${principal.accountId}:${principal.sessionId}` : ''} ${addressPrefix(ip)}`;
    this.acts.note(act, client, () => whoOf(request));
  }
}

const whoOf = ({ id, ip, principal, headers }: FastifyRequest): Who => ({
  requestId: id,
  clientAddress: ip,
  ...(principal && { principal }),
  ...(headers['user-agent'] !== undefined && { userAgent: headers['user-agent'].slice(0, 300) }),
});
