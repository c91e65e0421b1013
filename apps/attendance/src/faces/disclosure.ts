import type { DecisionRecord, Principal, VerifiedFace } from '@argus/contracts';

/** Whether scores of faces that did not match are for this caller: an administrator in a session, not a key. */
export const seesScores = ({ role, scopes }: Principal): boolean => role === 'admin' && !scopes;

/**
 * Returns the face as others than administrators see it. Without a match it holds no scores, which would guide somebody who
 * tries pictures, and nothing that tells whether the claimed person is enrolled.
 */
export function withoutScores(face: VerifiedFace): VerifiedFace {
  const { decision } = face;
  if (face.recognized || !decision) return face;
  return { ...face, similarity_score: null, decision: withheld(decision) };
}

function withheld(decision: DecisionRecord): DecisionRecord {
  const reasons = decision.reasons.map((reason) => (reason === 'NOT_ENROLLED' ? 'BELOW_THRESHOLD' : reason));
  const bare = { ...decision, reasons, score: null, probability: null, margin: null };
  if (decision.purpose === 'identification') return bare;
  const figures = { threshold: null, undecided_from: null, required_margin: null, people: null, rows: null };
  return { ...bare, ...figures, model: null, error_rates: [] };
}
