import { DomainError } from '@argus/contracts';
import { TimeoutError } from '@nats-io/transport-node';

/** Returns an error of the NATS client as the DomainError that `Bus` promises. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const timedOut = error instanceof TimeoutError || (error as Error).cause instanceof TimeoutError;
  return new DomainError(timedOut ? 'DEADLINE_EXCEEDED' : 'UNAVAILABLE', {}, { cause: error });
}
