import type { AnyOperation, Family, LimitCategory } from '@argus/contracts';

export interface Limit {
  /** Requests per window. */
  readonly requests: number;
  readonly windowSeconds: number;
}

/**
 * The four limits of the attendance document; one for refreshes, and one for sign-ups; one so that asking for the state of a task does not use them up; and one for liveness,
 * where an attempt is two requests and takes about ten seconds.
 */
export const documentedLimits: Readonly<Record<LimitCategory, Limit>> = {
  authentication: { requests: 5, windowSeconds: 60 },
  /* For one session, whose token nobody guesses: the tabs of a browser share it, and all of them refresh when its access token ends. */
  refresh: { requests: 30, windowSeconds: 60 },
  /* For one address: a lecture hall of a hundred signs up in one go, and 14,400 names a day is all that can be probed. */
  'sign-up': { requests: 100, windowSeconds: 600 },
  'face-verification': { requests: 100, windowSeconds: 60 },
  liveness: { requests: 20, windowSeconds: 60 },
  reports: { requests: 10, windowSeconds: 60 },
  general: { requests: 1000, windowSeconds: 3600 },
  /* Six times for each verification that "face-verification" allows. */
  'task-status': { requests: 600, windowSeconds: 60 },
};

/** Of every operation without a documented limit. Each replica counts alone: these protect it, and no document promises them. */
export const callLimits = {
  /** An account, e.g. an instrument that sends 500 readings a second one by one. */
  account: { requests: 30_000, windowSeconds: 60 },
  /** An address without a token, e.g. a room of candidates behind one router. */
  stranger: { requests: 3_000, windowSeconds: 60 },
} as const satisfies Readonly<Record<string, Limit>>;

/** How a request is counted: in a documented category, or as one of many calls. */
export type Category = LimitCategory | 'calls';

/** A limit in words, for the API documents. */
export function limitText(category: Category): string {
  if (category === 'calls')
    return `${callLimits.account.requests} a minute for one account, ${callLimits.stranger.requests} for one address without a token, all operations without a category together`;
  const { requests, windowSeconds } = documentedLimits[category];
  const limit = `${requests} in ${windowSeconds} s`;
  if (category === 'authentication')
    return `${limit} for one account from one address, by whatever name it is called where it logged in within 90 days, elsewhere for each name; successful or not; refused input (400) does not count`;
  if (category === 'refresh')
    return `${limit} for one session, whichever of its tokens is sent and from whatever address, successful or not; refused input (400) does not count`;
  if (category === 'sign-up')
    return `${limit} for one address, with or without a token, successful or not; refused input (400) counts`;
  return `${limit} for one account, shared by all operations of the category "${category}"; refused input (400) counts, answers with 401, 403 and 429 do not`;
}

/** Clients ask for a task again and again until it has ended. */
const readsTask = ({ http }: AnyOperation): boolean =>
  http?.method === 'GET' && http.path.includes('{task_id}');

/**
 * Returns the limit category of an operation; every one has one. Only the attendance document promises "general". Clients of the other
 * families (instruments, simulators) send far more than a thousand requests an hour.
 */
export function categoryOf(operation: AnyOperation, family: Family): Category {
  if (operation.limit !== undefined) return operation.limit;
  if (family !== 'attendance') return 'calls';
  return readsTask(operation) ? 'task-status' : 'general';
}
