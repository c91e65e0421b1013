import { type CallContext, isCreating } from '@argus/contracts';
import type { CallGuard } from '@argus/messaging';
import type { Database, IdempotentReplies } from '@argus/persistence';

/** Runs a creating call with an Idempotency-Key once. Other calls pass unchanged. */
export function idempotent(database: Database, replies: IdempotentReplies): CallGuard {
  return ({ operation, context, payload }, handle) => {
    const { idempotencyKey: key } = context;
    /* In one process a call arrives inside its caller's transaction and must not join it. */
    return database.outsideTransaction(() =>
      key === undefined || !isCreating(operation)
        ? handle()
        : replies.run(
            { caller: callerOf(context), operation: operation.subject, key, input: payload },
            handle,
          ),
    );
  };
}

const callerOf = ({ principal, clientAddress = '' }: CallContext): string =>
  principal ? `${principal.family}:${principal.accountId}` : `address ${clientAddress}`;
