import { type AnyOperation, DomainError } from '@argus/contracts';
import type { FastifyRequest } from 'fastify';

type Caller = Pick<FastifyRequest, 'principal'>;

/**
 * Operations with large bodies that had no room for a stranger. Until that one may come again, strangers are refused before their bodies
 * are read: reading what cannot be served takes the time of those who can be (ADR 83).
 */
export class FullOperations {
  private readonly untilMs = new Map<string, number>();

  /** Throws UNAVAILABLE with `retryAfterSeconds` for a stranger while the operation is full. */
  admit({ subject }: AnyOperation, { principal }: Caller): void {
    const leftMs = (this.untilMs.get(subject) ?? 0) - Date.now();
    if (principal !== undefined || leftMs <= 0) return;
    throw new DomainError('UNAVAILABLE', { retryAfterSeconds: Math.ceil(leftMs / 1000) });
  }

  /** Returns the answer of a call, and remembers when a stranger was told that there is no room. */
  async note<T>({ subject, http }: AnyOperation, { principal }: Caller, answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (principal === undefined && http?.bodyLimitBytes !== undefined && error instanceof DomainError) {
        const { retryAfterSeconds } = error.details;
        if (error.code === 'UNAVAILABLE' && retryAfterSeconds !== undefined)
          this.untilMs.set(subject, Date.now() + retryAfterSeconds * 1000);
      }
      throw error;
    }
  }
}
