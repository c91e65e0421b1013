import { type EvaluationView, instant } from '@argus/contracts';
import type { FaceEvaluation } from './face-evaluation.entity.js';

/** Returns an evaluation as administrators see it. */
export const evaluationView = ({
  id,
  requestedAt,
  endedAt,
  result,
  errorCode,
}: FaceEvaluation): EvaluationView => ({
  evaluation_id: id,
  status: endedAt === null ? 'queued' : result === null ? 'failed' : 'completed',
  requested_at: instant(requestedAt),
  error_code: errorCode,
  result,
});
