export const refusalCodes = [
  'NO_SAMPLES',
  'ALL_BLINKS',
  'NO_USABLE_SAMPLES',
  'TOO_FEW_TARGETS',
  'TOO_FEW_SAMPLES',
  'TARGETS_COLLINEAR',
  'TARGETS_CLUSTERED',
  'ONE_HEAD_POSITION',
  'MIRRORED',
  'OPENNESS_MISSING',
  'LIDS_DO_NOT_FOLLOW',
  'NOT_IDENTIFIABLE',
  'NOT_CONVERGED',
  'BEHIND_SCREEN',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Why nothing was fitted, with what to do about it. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly message: string;
}

export const refusal = (refused: RefusalCode, message: string): Refusal => ({ refused, message });

export const isRefusal = (outcome: object): outcome is Refusal => 'refused' in outcome;
