import type { GazeFrame, GazeSample, Picture, TargetSample } from './api.js';
import type { ShownTarget } from './target-run.js';

/** Returns what the server measured in a picture, as input of `validate` and `map`; undefined without a face. */
export function sampleOf(
  { face }: GazeFrame,
  { timeMs }: Picture,
  { index, shownAt }: ShownTarget,
): TargetSample | undefined {
  if (!face) return undefined;
  return {
    timestamp: timeMs,
    target_position: shownAt,
    target_index: index,
    gaze_vector: face.gaze_vector,
    gaze_origin_mm: face.gaze_origin_mm,
    features: face.features,
    eye_openness: (face.eye_openness_left + face.eye_openness_right) / 2,
    confidence: face.confidence,
  };
}

/** Returns what was measured without where and when: all that `map` takes. */
export const measuredIn = ({
  gaze_vector,
  gaze_origin_mm,
  features,
  eye_openness,
  confidence,
}: TargetSample): GazeSample => ({ gaze_vector, gaze_origin_mm, features, eye_openness, confidence });
