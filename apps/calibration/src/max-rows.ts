import type { CalibrationSettings } from './calibration.settings.js';
import type { Owner } from './owner.js';

type Settings = Pick<CalibrationSettings, 'CALIBRATION_MAX_SESSIONS' | 'CALIBRATION_MAX_ANONYMOUS_SESSIONS'>;

/** Room comes when rows are erased: by the owner, or by the hourly sweep. */
export const FULL_RETRY_SECONDS = 3600;

/** Returns how many sessions, and how many screens, an account or an address without a token may have. */
export const maxRowsOf = ({ isStranger }: Owner, settings: Settings): number =>
  isStranger ? settings.CALIBRATION_MAX_ANONYMOUS_SESSIONS : settings.CALIBRATION_MAX_SESSIONS;
