import {
  type CameraSource,
  type FrameResult,
  type GazeFace,
  type GazeFrameAnalysis,
  Instant,
  instant,
  type TargetPosition,
} from '@argus/contracts';
import { eulerAnglesOf, rotationOf } from '@argus/gaze-geometry';
import type { Measurement } from '../sessions/sample.entity.js';

export interface FrameContext {
  readonly frameIndex: number;
  readonly targetIndex: number;
  readonly target: TargetPosition;
  readonly timeMs: number;
  readonly cameraSource: CameraSource;
}

const sentences: Readonly<Record<string, string>> = {
  NO_FACE: 'No face detected',
  IMAGE_NOT_READABLE: 'Invalid image data',
};

const headAngles = ({
  head_rotation_rad: [x, y, z],
}: GazeFace): { yaw: number; pitch: number; roll: number } => {
  const { yawRad, pitchRad, rollRad } = eulerAnglesOf(rotationOf([x!, y!, z!]));
  return { yaw: yawRad, pitch: pitchRad, roll: rollRad };
};

/** Returns the reply for one frame. */
export function frameResult(analysis: GazeFrameAnalysis, context: FrameContext): FrameResult {
  const { face, error, message, width_px: width, height_px: height } = analysis;
  const shape = width !== null && height !== null ? { frame_shape: [height, width] } : {};
  if (!face)
    return {
      success: false,
      error: sentences[error ?? 'NO_FACE'] ?? message ?? 'No gaze measured',
      error_code: error ?? 'NO_FACE',
      ...shape,
      frame_index: context.frameIndex,
    };
  const [lookX, lookY] = face.uncalibrated_gaze.gaze_vector;
  const fraction = ([x, y]: readonly number[]) => ({ x: x! / (width ?? 1), y: y! / (height ?? 1) });
  return {
    success: true,
    gaze_vector: face.gaze_vector,
    uncalibrated_gaze: face.uncalibrated_gaze,
    gaze_origin_mm: face.gaze_origin_mm,
    normalized_gaze_angles: [face.gaze_pitch_rad, face.gaze_yaw_rad],
    ...(face.landmarks && { landmarks: face.landmarks.map(([x, y]) => [x!, y!]) }),
    head_pose_rot: headAngles(face),
    bbox: [face.box.x, face.box.y, face.box.width, face.box.height],
    ...shape,
    eye_centers: { left: fraction(face.iris_left_px), right: fraction(face.iris_right_px) },
    eye_openness: { left: face.eye_openness_left, right: face.eye_openness_right },
    blink: face.blink,
    camera_source: context.cameraSource,
    ...(face.features && { features: face.features }),
    confidence: face.confidence,
    estimated_gaze_point: { x: lookX!, y: lookY! },
    target_position: context.target,
    frame_index: context.frameIndex,
    target_index: context.targetIndex,
    timestamp: instant(Instant.ofMs(context.timeMs)),
  };
}

/** Returns the stored part of a face: numbers, no picture. */
export function measurementOf(face: GazeFace): Measurement {
  const pair = ([a, b]: readonly number[]) => [a!, b!] as const;
  const triple = ([a, b, c]: readonly number[]) => [a!, b!, c!] as const;
  return {
    gaze: triple(face.gaze_vector),
    originMm: triple(face.gaze_origin_mm),
    ...(face.features && { features: pair(face.features) }),
    eyeOpenness: (face.eye_openness_left + face.eye_openness_right) / 2,
    openness: { right: face.eye_openness_right, left: face.eye_openness_left },
    blink: face.blink,
    confidence: face.confidence,
    head: headAngles(face),
    irises: { right: pair(face.iris_right_px), left: pair(face.iris_left_px) },
    box: [face.box.x, face.box.y],
  };
}
