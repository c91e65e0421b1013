import { type AttendanceAct, type CallContext, callerOf } from '@argus/contracts';

/** Who had something done, as rows and the audit name them. */
export interface Requester {
  /** Null for an operator. */
  readonly accountId: number | null;
  readonly username: string | null;
  readonly keyId: string | null;
  readonly requestId: string;
  /** As the gateway saw it. Absent in tasks of earlier versions. */
  readonly clientAddress?: string | null;
  readonly userAgent?: string | null;
}

/** @throws DomainError NOT_AUTHENTICATED */
export function requesterOf(
  context: Pick<CallContext, 'principal' | 'requestId' | 'clientAddress' | 'userAgent'>,
): Requester {
  const { accountId, username, scopes, sessionId } = callerOf(context);
  return {
    accountId,
    username,
    keyId: scopes ? sessionId : null,
    requestId: context.requestId,
    ...clientOf(context),
  };
}

const clientOf = ({
  clientAddress = undefined,
  userAgent = undefined,
}: Pick<CallContext, 'clientAddress' | 'userAgent'>) => ({
  clientAddress: clientAddress ?? null,
  userAgent: userAgent ?? null,
});

/** The person whom a request makes present by their own word: who asked in a session. A key stands for a device. */
export const selfOf = (requester: Requester | null): number | null =>
  requester?.keyId === null ? requester.accountId : null;

/** Returns the requester as an event names them. */
export const askedBy = (
  requester: Requester | null | undefined,
): Pick<AttendanceAct, 'requested_by' | 'key_id' | 'request_id' | 'client_address' | 'user_agent'> =>
  requester
    ? {
        requested_by: requester.accountId,
        key_id: requester.keyId,
        request_id: requester.requestId,
        client_address: requester.clientAddress ?? null,
        user_agent: requester.userAgent ?? null,
      }
    : {};
