import { DomainError } from '@argus/contracts';

/** A batch that is not of the format that it says. */
export const malformed = (reason: string, cause?: unknown): DomainError =>
  new DomainError('MALFORMED_BODY', { reason }, { cause });
