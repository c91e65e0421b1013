import type { GazeFrame, GazeSample, Picture } from './api.js';

/** What the server measured in a picture as a sample for `map`; undefined for blinks and pictures without a face. */
export function sampleOf({ face }: GazeFrame, { timeMs }: Picture): GazeSample | undefined {
  if (!face || face.blink) return undefined;
  return {
    timestamp: new Date(timeMs).toISOString(),
    gaze_vector: face.gaze_vector,
    gaze_origin_mm: face.gaze_origin_mm,
    features: face.features,
    eye_openness: (face.eye_openness_left + face.eye_openness_right) / 2,
    confidence: face.confidence,
  };
}
