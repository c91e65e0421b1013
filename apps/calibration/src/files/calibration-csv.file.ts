import { Instant } from '@argus/contracts';
import { mmOfFraction, type Screen } from '@argus/gaze-geometry';
import type { Sample } from '../sessions/sample.entity.js';
import { plainInstant } from './plain-instant.js';
import { homTransformGaze } from './transform-matrix.file.js';

/** The 41 columns of the desktop programs' files. */
export const csvHeader = [
  'Unnamed: 0,Timestamp,idx,gaze_x,gaze_y,gaze_z,REyePos_x,REyePos_y,LEyePos_x,LEyePos_y,yaw,pitch,roll',
  'HeadBox_xmin,HeadBox_ymin,RightEyeBox_xmin,RightEyeBox_ymin,LeftEyeBox_xmin,LeftEyeBox_ymin',
  'ROpenClose,LOpenClose,set_x,set_y,set_z,WTransG',
  ...Array.from({ length: 15 }, (_, i) => `WTransG.${i + 1}`),
  'candidate_id',
].join(',');

/* An eye with less openness counts as closed. */
const MIN_OPENNESS = 0.15;

/**
 * Returns one row per measurement, in the frame of HomTransform, so that the rows agree with STransG. Values that were not
 * measured are 0, as in the original files. The eye boxes and WTransG are always 0.
 */
export function calibrationCsv(screen: Screen, candidateId: string, samples: readonly Sample[]): string {
  const rows = samples
    .filter(({ measurement }) => measurement !== null)
    .map((sample, i) => rowOf(screen, candidateId, sample, i).join(','));
  return `${[csvHeader, ...rows].join('\n')}\n`;
}

function rowOf(screen: Screen, candidateId: string, sample: Sample, row: number): (string | number)[] {
  const { gaze, irises, head, box, openness, eyeOpenness = 1 } = sample.measurement!;
  const target = mmOfFraction(screen, { x: sample.targetX, y: sample.targetY });
  const isOpen = (value = eyeOpenness): number => (value < MIN_OPENNESS ? 0 : 1);
  return [
    row,
    plainInstant(Instant.ofMs(sample.timeMs)),
    sample.kind === 'frame' ? sample.sequence : row,
    ...homTransformGaze(gaze),
    ...(irises?.right ?? [0, 0]),
    ...(irises?.left ?? [0, 0]),
    head?.yaw ?? 0,
    head?.pitch ?? 0,
    head?.roll ?? 0,
    ...(box ?? [0, 0]),
    ...[0, 0, 0, 0],
    isOpen(openness?.right),
    isOpen(openness?.left),
    target.x,
    target.y,
    0,
    ...new Array<number>(16).fill(0),
    cell(candidateId),
  ];
}

/** Returns the text quoted where needed (RFC 4180). A leading apostrophe keeps spreadsheets from running formulas. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
