import type { CameraIntrinsics, FaceQuality } from '@argus/contracts';
import type { Box } from '../detection/detection.js';
import type { GazeOutcome } from '../gaze/face-gaze.js';
import type { PassiveScores } from '../liveness/passive-liveness.js';
import type { HeadPose } from '../mesh/head-pose.js';
import type { Irises } from '../mesh/iris.js';
import type { Covering } from '../quality/coverings.js';
import type { FaceFlaw } from '../quality/flaws.js';
import type { FramePrint } from '../series/frame-print.js';

/** Optional stages. Box, pose and quality of each face are always measured. */
export interface AnalysisStages {
  readonly descriptor: boolean;
  /** Whether faces are described by the model of former templates, too. */
  readonly formerDescriptor?: boolean;
  /** Whether the cheap passive model scores the faces, as a hint. */
  readonly passiveLiveness: boolean;
  /** Whether the anti-spoof model scores them, too. */
  readonly antiSpoof?: boolean;
  readonly iris: boolean;
}

export interface AnalysisRequest {
  /** A JPEG, PNG or WebP file. */
  readonly photograph: Uint8Array;
  /** At most this many faces are analysed, largest first. */
  readonly maxFaces: number;
  readonly stages: AnalysisStages;
  /** Gaze is measured only if this is given. If `camera` is null, the focal length is estimated. */
  readonly gaze?: { readonly camera: CameraIntrinsics | null };
  /** Whether the points of the mesh and a print of the face are returned. */
  readonly landmarks?: boolean;
}

export interface FaceAnalysis {
  /** In pixels of the upright file. */
  readonly box: Box;
  /** 0 to 1. */
  readonly detectionScore: number;
  /** 0 to 1. Below 0.9 the stages do not run. */
  readonly meshScore: number;
  /** The face is larger than the picture, so that its features could not be placed. */
  readonly tooClose: boolean;
  readonly pose: HeadPose;
  readonly quality: FaceQuality;
  /** What seems to hide a part of the face. A hint for advice, no ground for a refusal. */
  readonly coverings: readonly Covering[];
  /** Why the face may go unrecognised although the person is known. */
  readonly flaws: readonly FaceFlaw[];
  /** Unit vector. Personal data: it never leaves this process and is never logged. */
  readonly descriptor: Float32Array | null;
  /** The same by the model of former templates. */
  readonly formerDescriptor: Float32Array | null;
  readonly passive: PassiveScores | null;
  /** In pixels of the upright file. */
  readonly irises: Irises | null;
  readonly gaze: GazeOutcome | null;
  /** x, y, z of the 468 points in pixels of the upright file; null unless asked for. */
  readonly landmarks: Float32Array | null;
  /** Of the face as this frame shows it; null unless the landmarks are asked for. */
  readonly print: FramePrint | null;
}

export interface PhotographAnalysis {
  /** Size of the upright file. */
  readonly width: number;
  readonly height: number;
  /** Number of all faces found, including those beyond `maxFaces`. */
  readonly facesDetected: number;
  /** Area of the second largest face divided by that of the largest; 0 if there is none. */
  readonly secondFaceShare: number;
  /** Largest first. */
  readonly faces: readonly FaceAnalysis[];
}
