import type { ModelSet } from '../models/model-set.js';

/** Raise when the same frame would answer another gaze: stored samples of another version are not mixed in one fit. */
const GEOMETRY = 'eyeball@1';

/** Name and version of what measures gaze, for the record of a calibration. */
export const gazeModelOf = ({ gazeNetwork }: Pick<ModelSet, 'gazeNetwork'>): string =>
  gazeNetwork ? `${GEOMETRY}+${gazeNetwork.name}` : GEOMETRY;
