import { Calibration1764030000000 } from './1764030000000-calibration.js';

export const calibrationMigrations = [Calibration1764030000000];
