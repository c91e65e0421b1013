import { type AnyOperation, type CallContext, isCreating, shownOnceOf } from '@argus/contracts';
import { type CallGuard, decode, encode } from '@argus/messaging';
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
            (reply) => withoutSecrets(operation, reply),
          ),
    );
  };
}

const callerOf = ({ principal, clientAddress = '' }: CallContext): string =>
  principal ? `${principal.family}:${principal.accountId}` : `address ${clientAddress}`;

/** Leaves out what is shown once: whoever repeats the request a day later has not made the secret. */
function withoutSecrets({ reply: Reply }: AnyOperation, reply: Uint8Array): Uint8Array {
  const hidden = Reply ? shownOnceOf(Reply as new () => unknown) : [];
  if (hidden.length === 0) return reply;
  const shown = Object.entries(decode(reply) as object).filter(([name]) => !hidden.includes(name));
  return encode(Object.fromEntries(shown));
}
