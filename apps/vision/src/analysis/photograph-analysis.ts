import type { CameraIntrinsics, FaceQuality } from '@argus/contracts';
import type { Box } from '../detection/detection.js';
import type { GazeOutcome } from '../gaze/face-gaze.js';
import type { PassiveScores } from '../liveness/passive-liveness.js';
import type { HeadPose } from '../mesh/head-pose.js';
import type { Irises } from '../mesh/iris.js';

/** What to find out beyond the place, pose and quality of each face. */
export interface AnalysisStages {
  readonly descriptor: boolean;
  readonly passiveLiveness: boolean;
  readonly iris: boolean;
}

export interface AnalysisRequest {
  /** A JPEG, PNG or WebP file. */
  readonly photograph: Uint8Array;
  /** The largest faces up to this many are analysed. */
  readonly maxFaces: number;
  readonly stages: AnalysisStages;
  /** Where faces look is found out only when this is given; without a camera its focal length is estimated. */
  readonly gaze?: { readonly camera: CameraIntrinsics | null };
}

export interface FaceAnalysis {
  /** In pixels of the upright file. */
  readonly box: Box;
  /** 0 to 1. */
  readonly detectionScore: number;
  /** 0 to 1; below 0.9 the stages are not run. */
  readonly meshScore: number;
  readonly pose: HeadPose;
  readonly quality: FaceQuality;
  /** Unit vector. Personal: never leaves this process, nor gets into a log. */
  readonly descriptor: Float32Array | null;
  readonly passive: PassiveScores | null;
  /** In pixels of the upright file. */
  readonly irises: Irises | null;
  readonly gaze: GazeOutcome | null;
}

export interface PhotographAnalysis {
  /** Size of the upright file. */
  readonly width: number;
  readonly height: number;
  /** Also those beyond `maxFaces`. */
  readonly facesDetected: number;
  /** Largest first. */
  readonly faces: readonly FaceAnalysis[];
}
