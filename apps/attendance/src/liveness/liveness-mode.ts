/**
 * What a face needs: nothing; scores of passive models as a hint, which gate nothing; or a challenge that a living person
 * passed.
 */
export const livenessModes = ['off', 'passive_hint', 'active_required'] as const;
export type LivenessMode = (typeof livenessModes)[number];
