import { DomainError } from '@argus/contracts';

/** The promise's outcome, or DomainError DEADLINE_EXCEEDED after `limitMs`; the work itself is not interrupted. */
export function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DomainError('DEADLINE_EXCEEDED')), limitMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
