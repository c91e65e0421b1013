import { DomainError } from '@argus/contracts';

/** The error for a batch that is not in its declared format. */
export const malformed = (reason: string, cause?: unknown): DomainError =>
  new DomainError('MALFORMED_BODY', { reason }, { cause });
