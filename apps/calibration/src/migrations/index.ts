import { Calibration1764030000000 } from './1764030000000-calibration.js';
import { Forgetting1764040000000 } from './1764040000000-forgetting.js';
import { UntimedSamples1764050000000 } from './1764050000000-untimed-samples.js';
import { Camera1764060000000 } from './1764060000000-camera.js';
import { Origins1764070000000 } from './1764070000000-origins.js';
import { SamplesByMicrosecond1796012465980 } from './1796012465980-samples-by-microsecond.js';

export const calibrationMigrations = [
  Calibration1764030000000,
  Forgetting1764040000000,
  UntimedSamples1764050000000,
  Camera1764060000000,
  Origins1764070000000,
  SamplesByMicrosecond1796012465980,
];
