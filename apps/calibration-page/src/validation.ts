import type { Ellipse, GazeFrame, Picture, Quality, Target, TargetQuality, TargetSample } from './api.js';
import { measuredIn, sampleOf } from './samples.js';
import type { State } from './state.js';
import { TargetRun, type ShownTarget } from './target-run.js';

/** In fractions of the screen. No calibration shows any of these points. */
const validationTargets: readonly Target[] = [
  { x: 0.5, y: 0.25 },
  { x: 0.8, y: 0.4 },
  { x: 0.65, y: 0.8 },
  { x: 0.2, y: 0.6 },
].map((position, index) => ({ index, position }));

interface MeasuredTarget {
  readonly target: ShownTarget;
  readonly pictures: readonly Picture[];
  readonly frames: Promise<GazeFrame[]>;
}

export interface TargetResult {
  readonly target: ShownTarget;
  /** Null if no picture had a measurable gaze. */
  readonly quality: TargetQuality | null;
  /** Error ellipse of a single measurement, in pixels of the screen. */
  readonly ellipse: Ellipse | null;
}

export interface Validation {
  readonly quality: Quality;
  readonly targets: readonly TargetResult[];
}

/** Shows points that the fit never saw. Returns how far off the calibrated gaze is there. */
export async function validate(state: State, working: () => void): Promise<Validation> {
  const measured: MeasuredTarget[] = [];
  const onPictures = (target: ShownTarget, pictures: readonly Picture[]) => {
    const frames = state.api.look(pictures);
    frames.catch(() => undefined); // thrown when it is awaited
    measured.push({ target, pictures, frames });
  };
  await new TargetRun({ targets: validationTargets, camera: state.camera, onPictures }).run();
  working();
  const samples: TargetSample[][] = [];
  for (const each of measured) samples.push(await samplesOf(each));
  const all = samples.flat();
  if (all.length === 0)
    throw new Error('Your face was not visible in any picture. Go back to the camera and follow the hints.');
  const { quality } = await state.api.validate(state.candidate, all);
  const { points } = await state.api.map(state.candidate, all.map(measuredIn));
  const ellipses = new Map(all.map((sample, i) => [sample, points[i]?.error_ellipse_px ?? null]));
  return {
    quality,
    targets: measured.map(({ target }, i) => ({
      target,
      quality: quality.targets.find(({ target: at }) => isNear(at, target.shownAt)) ?? null,
      ellipse: ellipses.get(samples[i]![samples[i]!.length >> 1]!) ?? null,
    })),
  };
}

async function samplesOf({ target, pictures, frames }: MeasuredTarget): Promise<TargetSample[]> {
  return (await frames).flatMap((frame, i) => sampleOf(frame, pictures[i]!, target) ?? []);
}

const isNear = (one: { x: number; y: number }, other: { x: number; y: number }): boolean =>
  Math.hypot(one.x - other.x, one.y - other.y) < 0.01;
