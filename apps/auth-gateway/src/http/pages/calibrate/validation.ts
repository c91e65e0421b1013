import type { GazeFrame, GazeSample, Picture, Point, Target } from './api.js';
import { targetResult, type Measured, type TargetResult } from './point-statistics.js';
import { sampleOf } from './samples.js';
import type { State } from './state.js';
import { TargetRun, type ShownTarget } from './target-run.js';

/** None of these is a point of any calibration; fractions of the screen. */
const validationTargets: readonly Target[] = [
  { x: 0.5, y: 0.25 },
  { x: 0.8, y: 0.4 },
  { x: 0.65, y: 0.8 },
  { x: 0.2, y: 0.6 },
].map((position, index) => ({ index, position }));

interface Look {
  readonly target: ShownTarget;
  readonly pictures: readonly Picture[];
  readonly frames: Promise<GazeFrame[]>;
}

/** Shows points that the fit never saw and measures how far off the calibrated gaze is. */
export async function validate(state: State, working: () => void): Promise<TargetResult[]> {
  const looks: Look[] = [];
  const taken = (target: ShownTarget, pictures: readonly Picture[]) => {
    const frames = state.api.look(pictures);
    frames.catch(() => undefined); // told below
    looks.push({ target, pictures, frames });
  };
  await new TargetRun({ targets: validationTargets, camera: state.camera, taken }).run();
  working();
  const results: TargetResult[] = [];
  for (const look of looks) results.push(await resultOf(state, look));
  return results;
}

async function resultOf(state: State, { target, pictures, frames }: Look): Promise<TargetResult> {
  const measured = (await frames).map((frame, i) => sampleOf(frame, pictures[i]!));
  const samples = measured.filter((sample) => sample !== undefined);
  const { points } = samples.length > 0 ? await state.api.map(state.candidate, samples) : { points: [] };
  const { screen_width_mm, screen_height_mm } = state.screenRecord!;
  const mmPerPx = { x: screen_width_mm / screen.width, y: screen_height_mm / screen.height };
  const at: Point = { x: target.shownAt.x * screen.width, y: target.shownAt.y * screen.height };
  const all = points.map((point, i): Measured => ({ point, distanceMm: distanceOf(samples[i]!) }));
  return targetResult(target.index, at, all, pictures.length, mmPerPx);
}

/** From the eyes to the screen, which is taken to stand where the camera is. */
const distanceOf = ({ gaze_origin_mm }: GazeSample): number => Math.hypot(...gaze_origin_mm);
