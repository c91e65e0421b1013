import { DomainError } from '@argus/contracts';

/*
 * Timers of one duration share a list, which makes them nearly free; deadlines leave every call another number of
 * milliseconds. The long ones may therefore be a little late.
 */
const LONG_MS = 1000;
const STEP_MS = 50;
const stepped = (limitMs: number): number =>
  limitMs < LONG_MS ? limitMs : Math.ceil(limitMs / STEP_MS) * STEP_MS;

/**
 * The promise's outcome, or DomainError DEADLINE_EXCEEDED after `limitMs` (up to 50 ms later where that is a second or
 * more); the work itself is not interrupted.
 */
export function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new DomainError('DEADLINE_EXCEEDED')), stepped(limitMs));
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
