import { randomBytes } from 'node:crypto';
import type { FaceAnalysis, PhotographAnalysis } from '../analysis/photograph-analysis.js';
import { DESCRIPTOR_LENGTH } from '../descriptor/descriptor-model.js';
import { AnalysisPool } from '../pool/analysis-pool.js';

const PHOTOGRAPH_BYTES = 600;

/** A photograph that is nothing but random bytes, and the descriptor that its analysis gives. */
export interface PlantedFace {
  readonly photograph: Buffer;
  readonly descriptor: Float32Array;
}

/** Stands in for the models: knows the face of each planted photograph, so that a thousand enrolments take no minutes. */
export class PlantedPool extends AnalysisPool {
  private readonly planted = new Map<string, Float32Array>();

  constructor() {
    super({ backend: 'wasm', workers: 1, maxQueued: 1, batchSize: 1 });
  }

  plant(): PlantedFace {
    const photograph = randomBytes(PHOTOGRAPH_BYTES);
    const descriptor = randomUnitVector();
    this.planted.set(photograph.toString('hex'), descriptor);
    return { photograph, descriptor };
  }

  override analyse({ photograph }: { readonly photograph: Uint8Array }): Promise<PhotographAnalysis> {
    const descriptor = this.planted.get(Buffer.from(photograph).toString('hex'));
    if (!descriptor) return Promise.reject(new Error('This photograph was not planted'));
    const face: FaceAnalysis = {
      box: { x: 10, y: 10, width: 200, height: 200 },
      detectionScore: 1,
      meshScore: 1,
      tooClose: false,
      pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
      quality: { score: 90, components: {}, reasons: [] },
      coverings: [],
      flaws: [],
      descriptor: Float32Array.from(descriptor),
      formerDescriptor: null,
      passive: null,
      irises: null,
      gaze: null,
      landmarks: null,
      print: null,
    };
    return Promise.resolve({ width: 640, height: 480, facesDetected: 1, secondFaceShare: 0, faces: [face] });
  }
}

/** Nearly orthogonal to every other one, as the faces of strangers are not. */
function randomUnitVector(): Float32Array {
  const numbers = Float32Array.from(
    { length: DESCRIPTOR_LENGTH },
    () => randomBytes(4).readInt32LE() / 2 ** 31,
  );
  const length = Math.hypot(...numbers);
  return numbers.map((value) => value / length);
}
