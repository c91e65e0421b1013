import { type AnyOperation, contracts, type Family, type HttpBinding } from '@argus/contracts';
import { isChosen } from '@argus/testing';

export interface ServedOperation {
  readonly family: Family;
  readonly operation: AnyOperation;
  readonly method: HttpBinding['method'];
  readonly path: string;
}

/**
 * Every operation with declared input that clients can call; the generated suites cover all of them. Endless answers and bodies
 * that only the service can read have their own suites.
 */
export const servedOperations: readonly ServedOperation[] = contracts
  .filter(({ family }) => isChosen(family))
  .flatMap(({ family, operations }) =>
    Object.values(operations).flatMap((operation) => {
      const { http, body, ...others } = operation;
      if (!http || http.follow || http.rawBody) return [];
      /* The gateway alone reads the body of a streamed answer. */
      const sent = http.stream || body === undefined ? { http, ...others } : operation;
      return [{ family, operation: sent, method: http.method, path: http.path }];
    }),
  );
