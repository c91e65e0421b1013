import { Calibration1764030000000 } from './1764030000000-calibration.js';
import { Forgetting1764040000000 } from './1764040000000-forgetting.js';

export const calibrationMigrations = [Calibration1764030000000, Forgetting1764040000000];
