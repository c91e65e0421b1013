import { DomainError } from '@argus/contracts';

/** The promise's outcome, or DomainError DEADLINE_EXCEEDED after `limitMs`; the work itself is not interrupted. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DomainError('DEADLINE_EXCEEDED')), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
