import type { DuplicateSuspicion, EnrolmentOutcome, PhotographReport } from '@argus/contracts';

const none = { enrolled: false, refusal: null, reason: null, conflict: null, similarity: null };

export const enrolledOutcome = (
  photographs: PhotographReport[],
  similarity: number | null,
): EnrolmentOutcome => ({ ...none, photographs, enrolled: true, similarity });

export const refusedOutcome = (
  refusal: string,
  reason: string,
  photographs: PhotographReport[] = [],
  similarity: number | null = null,
): EnrolmentOutcome => ({ ...none, photographs, refusal, reason, similarity });

export const heldOutcome = (
  conflict: DuplicateSuspicion,
  photographs: PhotographReport[] = [],
): EnrolmentOutcome => ({
  ...none,
  photographs,
  refusal: 'CONFLICT',
  reason: 'This face may be enrolled for somebody else. An administrator has to look at it.',
  conflict,
});
