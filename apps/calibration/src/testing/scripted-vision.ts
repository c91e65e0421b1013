import {
  type AnalyseGaze,
  type GazeAnalysis,
  gazeBatch,
  gazeContract,
  type GazeFrameAnalysis,
  type Handlers,
} from '@argus/contracts';
import { anglesOf, type GazeSample } from '@argus/gaze-geometry';

const missing = { width_px: 640, height_px: 480, faces_detected: 0, face: null };

/** A picture of a person with known gaze, which the scripted vision reads from the bytes. */
export const pictureOf = (sample: Pick<GazeSample, 'gaze' | 'originMm' | 'blink'>): Uint8Array =>
  Buffer.from(`gaze ${JSON.stringify(sample)}`);

export const emptyPicture = Buffer.from('nobody');

/** A vision service without models: it returns the gaze that the picture contains. */
export class ScriptedVision implements Handlers<typeof gazeContract> {
  readonly batches: number[] = [];
  /** Camera of the last call. */
  camera: AnalyseGaze['camera'];
  /** Thrown by every call until it is cleared. */
  failure: Error | undefined;

  async analyse({ body }: { body: AnalyseGaze }): Promise<GazeAnalysis> {
    if (this.failure) throw this.failure;
    this.camera = body.camera;
    this.batches.push(body.frames.length);
    if (body.frames.length > gazeBatch.maxFrames) throw new Error('Too many frames in one call');
    return {
      frames: body.frames.map(({ image }) => analyse(Buffer.from(image).toString(), body.landmarks)),
      camera_source: body.camera ? 'given' : 'estimated',
      model: 'scripted',
    };
  }
}

function analyse(text: string, landmarks: boolean): GazeFrameAnalysis {
  if (!text.startsWith('gaze ')) return { ...missing, error: 'NO_FACE', message: 'There is no face.' };
  const { gaze, originMm, blink } = JSON.parse(text.slice(5)) as GazeSample;
  const { yawRad, pitchRad } = anglesOf(gaze);
  return {
    error: null,
    message: null,
    width_px: 640,
    height_px: 480,
    faces_detected: 1,
    face: {
      box: { x: 200, y: 100, width: 200, height: 240 },
      ...(landmarks && { landmarks: Array.from({ length: 478 }, (_, i) => [i, i, 0]) }),
      iris_left_px: [360, 200],
      iris_right_px: [280, 200],
      eye_openness_left: 0.3,
      eye_openness_right: 0.3,
      blink: blink ?? false,
      head_rotation_rad: [0.1, 0, 0],
      head_translation_mm: [...originMm],
      gaze_origin_mm: [...originMm],
      gaze_vector: [...gaze],
      gaze_yaw_rad: yawRad,
      gaze_pitch_rad: pitchRad,
      uncalibrated_gaze: {
        /* Another direction than the measured one, as a network answers it. */
        gaze_vector: [0, 0, -1],
        gaze_yaw_rad: 0,
        gaze_pitch_rad: 0,
        gaze_source: 'network',
        model: 'scripted',
        expected_error_deg: null,
      },
      features: null,
      confidence: 0.9,
    },
  };
}
