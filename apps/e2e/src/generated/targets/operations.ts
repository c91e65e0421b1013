import { type AnyOperation, contracts, type Family, type HttpBinding } from '@argus/contracts';

export interface ServedOperation {
  readonly family: Family;
  readonly operation: AnyOperation;
  readonly method: HttpBinding['method'];
  readonly path: string;
}

/**
 * Every operation that clients can call with what its fields say; the generated suites cover all of them. Answers without
 * end and bodies that only the service can read have suites of their own.
 */
export const servedOperations: readonly ServedOperation[] = contracts.flatMap(({ family, operations }) =>
  Object.values(operations).flatMap((operation) => {
    const { http, body, ...others } = operation;
    if (!http || http.follow || http.rawBody) return [];
    /* The gateway alone reads the body of a streamed answer. */
    const sent = http.stream || body === undefined ? { http, ...others } : operation;
    return [{ family, operation: sent, method: http.method, path: http.path }];
  }),
);
