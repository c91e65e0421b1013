import type { WorkReasonCode } from '@argus/contracts';

/** Why a day is what it is. */
export interface Reason {
  readonly code: WorkReasonCode;
  /** A sentence without its full stop. Times are those of the shift's clocks. */
  readonly text: string;
}

export const reason = (code: WorkReasonCode, text: string): Reason => ({ code, text });
