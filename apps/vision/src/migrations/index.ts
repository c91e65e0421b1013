import { Templates1764000001000 } from './1764000001000-templates.js';
import { LivenessChallenges1764450000000 } from './1764450000000-liveness-challenges.js';
import { Conflicts1795987587976 } from './1795987587976-conflicts.js';
import { AccuracyCurves1795989633581 } from './1795989633581-accuracy-curves.js';
import { LivenessSeriesPrints1796004000000 } from './1796004000000-liveness-series-prints.js';
import { PairsWithSimilarity1796005000000 } from './1796005000000-pairs-with-similarity.js';
import { KeyedSeenFrames1796006000000 } from './1796006000000-keyed-seen-frames.js';
import { DerivedNonces1796011390481 } from './1796011390481-derived-nonces.js';
import { PendingByFormerModel1796012423742 } from './1796012423742-pending-by-former-model.js';

export const visionMigrations = [
  Templates1764000001000,
  LivenessChallenges1764450000000,
  Conflicts1795987587976,
  AccuracyCurves1795989633581,
  LivenessSeriesPrints1796004000000,
  PairsWithSimilarity1796005000000,
  KeyedSeenFrames1796006000000,
  DerivedNonces1796011390481,
  PendingByFormerModel1796012423742,
];
