import type { ModelSet } from '../models/model-set.js';

/** Raise the version if the same frame gives another gaze: a fit does not mix samples of two versions. */
const GEOMETRY = 'eyeball@1';

/** Returns the name and version of the gaze model, which is stored with a calibration. */
export const gazeModelOf = ({ gazeNetwork }: Pick<ModelSet, 'gazeNetwork'>): string =>
  gazeNetwork ? `${GEOMETRY}+${gazeNetwork.name}` : GEOMETRY;
