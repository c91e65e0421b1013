import { DomainError } from '@argus/contracts';

/*
 * Node keeps timers of one duration in one list, which makes them nearly free. But deadlines give every call a different
 * duration, so long ones are rounded up.
 */
const MIN_ROUNDED_MS = 1000;
const STEP_MS = 50;
export const roundUp = (limitMs: number): number =>
  limitMs < MIN_ROUNDED_MS ? limitMs : Math.ceil(limitMs / STEP_MS) * STEP_MS;

/**
 * Returns the promise's outcome. Throws DomainError DEADLINE_EXCEEDED after `limitMs`, up to 50 ms later from a second
 * on. It does not interrupt the work.
 */
export function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new DomainError('DEADLINE_EXCEEDED')), roundUp(limitMs));
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
