import { accountWords } from './account-words.js';
import { attendanceWords } from './attendance-words.js';
import { calibrationWords } from './calibration-words.js';
import { commonWords } from './common-words.js';
import { equipmentWords } from './equipment-words.js';
import type { Word, Words } from './words.js';

/** Names that several contracts share are described once. A declared description or example goes before. */
export const vocabulary: readonly Words[] = [
  commonWords,
  accountWords,
  attendanceWords,
  equipmentWords,
  calibrationWords,
];

const byName = new Map<string, Word>(vocabulary.flatMap((words) => Object.entries(words)));

export const wordsOf = (name: string): Word | undefined => byName.get(name);
