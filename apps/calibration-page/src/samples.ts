import type { GazeFrame, Picture, TargetSample } from './api.js';
import type { ShownTarget } from './target-run.js';

/** What the server measured in a picture of a target, as `validate` and `map` take it; undefined without a face. */
export function sampleOf(
  { face }: GazeFrame,
  { timeMs }: Picture,
  { index, shownAt }: ShownTarget,
): TargetSample | undefined {
  if (!face) return undefined;
  return {
    timestamp: new Date(timeMs).toISOString(),
    target_position: shownAt,
    target_index: index,
    gaze_vector: face.gaze_vector,
    gaze_origin_mm: face.gaze_origin_mm,
    features: face.features,
    eye_openness: (face.eye_openness_left + face.eye_openness_right) / 2,
    confidence: face.confidence,
  };
}
