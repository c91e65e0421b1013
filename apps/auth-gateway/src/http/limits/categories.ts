import type { AnyOperation, Family, LimitCategory } from '@argus/contracts';

export interface Limit {
  /** Requests per window. */
  readonly requests: number;
  readonly windowSeconds: number;
}

/** The four limits of the attendance document. */
export const documentedLimits: Readonly<Record<LimitCategory, Limit>> = {
  authentication: { requests: 5, windowSeconds: 60 },
  'face-verification': { requests: 100, windowSeconds: 60 },
  reports: { requests: 10, windowSeconds: 60 },
  general: { requests: 1000, windowSeconds: 3600 },
};

/**
 * The category of an operation. "General" is a promise of the attendance document; the other documents promise no limit,
 * and their clients (instruments, simulators) send far more than a thousand requests an hour.
 */
export const categoryOf = ({ limit }: AnyOperation, family: Family): LimitCategory | undefined =>
  limit ?? (family === 'attendance' ? 'general' : undefined);
