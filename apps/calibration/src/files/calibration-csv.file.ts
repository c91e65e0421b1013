import { mmOfFraction, type Screen } from '@argus/gaze-geometry';
import type { Sample } from '../sessions/sample.entity.js';
import { plainInstant } from '../plain-instant.js';
import { homTransformGaze } from './transform-matrix.file.js';

/** The 41 columns that the desktop programs read. */
export const csvHeader = [
  'Unnamed: 0,Timestamp,idx,gaze_x,gaze_y,gaze_z,REyePos_x,REyePos_y,LEyePos_x,LEyePos_y,yaw,pitch,roll',
  'HeadBox_xmin,HeadBox_ymin,RightEyeBox_xmin,RightEyeBox_ymin,LeftEyeBox_xmin,LeftEyeBox_ymin',
  'ROpenClose,LOpenClose,set_x,set_y,set_z,WTransG',
  ...Array.from({ length: 15 }, (_, i) => `WTransG.${i + 1}`),
  'candidate_id',
].join(',');

/* An eye that is less open than that is closed. */
const OPEN = 0.15;

/**
 * One row per measurement, in the frame of HomTransform, so that the rows and STransG belong together. What was not
 * measured is 0, as the originals write it; the boxes of the eyes and WTransG always are.
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
  const isOpen = (value = eyeOpenness): number => (value < OPEN ? 0 : 1);
  return [
    row,
    plainInstant(new Date(sample.timeMs)),
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

/** Quoted where needed (RFC 4180); what a spreadsheet would take for a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
