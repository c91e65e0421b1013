import type { GazeFace, GazeFrameAnalysis, GazeFrameError, UncalibratedGazeView } from '@argus/contracts';
import type { Vector3 } from '@argus/gaze-geometry';
import type { PhotographAnalysis } from '../analysis/photograph-analysis.js';
import type { FaceGaze, UncalibratedGaze } from '../gaze/face-gaze.js';

const messages: Readonly<Record<GazeFrameError, string>> = {
  IMAGE_NOT_BASE64: 'The frame is not base64; send base64 or a base64 data URL.',
  IMAGE_NOT_READABLE: 'The frame could not be read; send a JPEG, PNG or WebP file.',
  IMAGE_DAMAGED: 'Parts of the frame are missing or destroyed; send the whole file.',
  IMAGE_TOO_LARGE: 'The frame is too large; send at most 8 MiB and 40 megapixels.',
  IMAGE_TOO_SMALL: 'The frame is too small to hold a face; send at least 320×240 pixels.',
  IMAGE_ANIMATED: 'The frame is animated; send still pictures.',
  NO_FACE: 'No face detected; face the camera in even light.',
  MESH_SCORE_LOW: 'The face is not seen clearly; face the camera, uncover the face, add light.',
  EYES_NOT_VISIBLE: 'Not both eyes are visible; turn the head towards the camera.',
  POSE_NOT_FOUND: 'The pose of the head could not be determined; face the camera.',
};

const isKnown = (code: string): code is GazeFrameError => code in messages;

/** Returns the analysis of a frame that could not be decoded. */
export function frameRefusal(code: string, reason?: unknown): GazeFrameAnalysis {
  const error = isKnown(code) ? code : 'IMAGE_NOT_READABLE';
  return {
    error,
    message: typeof reason === 'string' ? `${reason} ${messages[error]}` : messages[error],
    width_px: null,
    height_px: null,
    faces_detected: 0,
    face: null,
  };
}

export function frameAnalysis(analysis: PhotographAnalysis, landmarks: boolean): GazeFrameAnalysis {
  const { width, height, facesDetected, faces } = analysis;
  const outcome = faces[0]?.gaze;
  const error = faces.length === 0 ? 'NO_FACE' : outcome?.ok ? null : (outcome?.refusal ?? 'MESH_SCORE_LOW');
  return {
    error,
    message: error === null ? null : messages[error],
    width_px: width,
    height_px: height,
    faces_detected: facesDetected,
    face: outcome?.ok ? gazeFace(outcome.gaze, landmarks) : null,
  };
}

const anglesView = ([x, y, z]: Vector3) => ({
  gaze_vector: [x, y, z],
  gaze_yaw_rad: Math.atan2(x, -z),
  gaze_pitch_rad: Math.atan2(y, Math.hypot(x, z)),
});

const uncalibratedView = ({
  direction,
  source,
  model,
  expectedErrorDeg,
}: UncalibratedGaze): UncalibratedGazeView => ({
  ...anglesView(direction),
  gaze_source: source,
  model,
  expected_error_deg: expectedErrorDeg,
});

function gazeFace(gaze: FaceGaze, landmarks: boolean): GazeFace {
  return {
    box: gaze.box,
    ...(landmarks && { landmarks: triples(gaze.landmarks) }),
    iris_left_px: [gaze.left.iris.x, gaze.left.iris.y],
    iris_right_px: [gaze.right.iris.x, gaze.right.iris.y],
    eye_openness_left: gaze.left.openness,
    eye_openness_right: gaze.right.openness,
    blink: gaze.blink,
    head_rotation_rad: [...gaze.headRotation],
    head_translation_mm: [...gaze.headTranslation],
    gaze_origin_mm: [...gaze.origin],
    ...anglesView(gaze.direction),
    uncalibrated_gaze: uncalibratedView(gaze.uncalibrated),
    features: gaze.features && [...gaze.features],
    confidence: gaze.confidence,
  };
}

const triples = (values: Float32Array): number[][] =>
  Array.from({ length: values.length / 3 }, (_, i) => [...values.subarray(i * 3, i * 3 + 3)]);
