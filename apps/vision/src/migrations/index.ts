import { Templates1764000001000 } from './1764000001000-templates.js';
import { LivenessChallenges1764450000000 } from './1764450000000-liveness-challenges.js';
import { Conflicts1795987587976 } from './1795987587976-conflicts.js';

export const visionMigrations = [
  Templates1764000001000,
  LivenessChallenges1764450000000,
  Conflicts1795987587976,
];
