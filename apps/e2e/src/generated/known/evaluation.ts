import { eventually } from '@argus/testing';
import type { Ask, Known } from './known.js';

interface Evaluation {
  readonly evaluation_id: string;
  readonly status: string;
}

/** A finished evaluation. A curve to adopt takes 100 enrolled people, so adopting is refused; evaluation.int-spec adopts one. */
export async function knownEvaluation(path: string, ask: Ask): Promise<Known> {
  /* One that another operation began may hold the only place. */
  const { evaluation_id } = (await eventually(
    () => ask('POST', '/api/v1/face/evaluation/', {}).catch(() => undefined),
    (started) => started !== undefined,
  )) as Evaluation;
  await eventually(
    () => ask('GET', `/api/v1/face/evaluation/${evaluation_id}/`),
    (found) => (found as Evaluation).status !== 'queued',
  );
  return {
    fields: {},
    params: { evaluation_id: [evaluation_id] },
    ...(path.endsWith('/adopt/') && { reaches: 409 }),
  };
}
