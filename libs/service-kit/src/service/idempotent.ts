import { type CallContext, isCreating } from '@argus/contracts';
import type { CallGuard } from '@argus/messaging';
import type { Database, IdempotentReplies } from '@argus/persistence';

/** Makes creations that carry an Idempotency-Key happen once; every other call passes as it is. */
export function idempotent(database: Database, replies: IdempotentReplies): CallGuard {
  return ({ operation, context, payload }, handle) => {
    const { idempotencyKey: key } = context;
    /* In one process a call arrives inside its caller's transaction, of which it must not be a part. */
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
