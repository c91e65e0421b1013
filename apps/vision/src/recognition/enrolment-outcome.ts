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

/** A conflict with the subject: the face does not look like their own template. */
export const heldOutcome = (
  subject: string,
  conflict: DuplicateSuspicion,
  photographs: PhotographReport[] = [],
): EnrolmentOutcome => ({
  ...none,
  photographs,
  refusal: 'CONFLICT',
  reason:
    conflict.subject === subject
      ? 'This face does not look like the person enrolled so far. An administrator has to look at it.'
      : 'This face may be enrolled for somebody else. An administrator has to look at it.',
  conflict,
});
