import type { GazeMeasurementBody, GazeSampleBody } from '@argus/contracts';
import type { GazeMeasurement, GazeSample, Point, Vector3 } from '@argus/gaze-geometry';
import type { NewSample } from './sample.store.js';
import type { Sample } from './sample.entity.js';

const vector = ([x, y, z]: readonly number[]): Vector3 => [x!, y!, z!];

export function measurementOf(body: GazeMeasurementBody): GazeMeasurement {
  const { features, eye_openness: eyeOpenness, confidence } = body;
  return {
    gaze: vector(body.gaze_vector),
    originMm: vector(body.gaze_origin_mm),
    ...(features != null && { features: [features[0]!, features[1]!] }),
    ...(eyeOpenness != null && { eyeOpenness }),
    ...(confidence != null && { confidence }),
  };
}

/** `target` is in fractions of the screen. */
export const gazeSampleOf = (body: GazeSampleBody, target: Point): GazeSample => ({
  ...measurementOf(body),
  target,
  timeMs: body.timestamp.ms,
});

export function newSampleOf(body: GazeSampleBody, target: Point): NewSample {
  const { gaze, originMm, features, eyeOpenness, confidence } = measurementOf(body);
  const timeMs = body.timestamp.ms;
  return {
    kind: 'sample',
    targetX: target.x,
    targetY: target.y,
    sequence: body.timestamp.usNumber,
    targetIndex: body.target_index ?? null,
    timeMs,
    timed: true,
    error: null,
    measurement: {
      gaze,
      originMm,
      ...(features && { features }),
      ...(eyeOpenness !== undefined && { eyeOpenness }),
      ...(confidence !== undefined && { confidence }),
    },
  };
}

/** Returns a stored sample in the form that the fit needs. */
export function sampleForFit({ targetX, targetY, timeMs, timed, measurement }: Sample): GazeSample {
  const target = { x: targetX, y: targetY };
  const untimed = !timed;
  if (measurement === null)
    return { timeMs, untimed, target, gaze: [0, 0, -1], originMm: [0, 0, 600], lost: true };
  const { gaze, originMm, features, eyeOpenness, blink, confidence } = measurement;
  return { timeMs, untimed, target, gaze, originMm, features, eyeOpenness, blink, confidence };
}
