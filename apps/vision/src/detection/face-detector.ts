import type { Picture } from '@argus/imaging';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { minusOneToOne, sampleCrop } from '../sampling/sample-crop.js';
import { apply, cropSquare, scaleOf, type SimilarityTransform } from '../sampling/similarity-transform.js';
import { detectorAnchors, DETECTOR_SIZE_PX } from './anchors.js';
import { suppressOverlaps, type Detection } from './detection.js';

const MIN_SCORE = 0.5;
const MAX_OVERLAP = 0.5;
/** Values per anchor: centre, size, six key points (the first two are the eyes). */
const VALUES_PER_ANCHOR = 16;

/** BlazeFace, back camera variant. Finds every face of a picture, largest first. */
export class FaceDetector {
  private readonly anchors = detectorAnchors();
  private readonly input = new Float32Array(DETECTOR_SIZE_PX * DETECTOR_SIZE_PX * 3);

  constructor(private readonly model: GraphModel) {}

  async detect(picture: Picture): Promise<Detection[]> {
    const toPicture = letterbox(picture);
    sampleCrop(picture, toPicture, { sizePx: DETECTOR_SIZE_PX, scaling: minusOneToOne }, this.input);
    const outputs = tf.tidy(() => {
      const image = tf.tensor4d(this.input, [1, DETECTOR_SIZE_PX, DETECTOR_SIZE_PX, 3]);
      return this.model.predict(image) as tf.Tensor[];
    });
    try {
      return this.decode(await readLayers(outputs), toPicture);
    } finally {
      tf.dispose(outputs);
    }
  }

  private decode({ logits, values }: Layers, toPicture: SimilarityTransform): Detection[] {
    const scale = scaleOf(toPicture);
    const found: Detection[] = [];
    this.anchors.forEach((anchor, i) => {
      const score = 1 / (1 + Math.exp(-logits[i]!));
      if (score < MIN_SCORE) return;
      const value = (at: number) => values[i * VALUES_PER_ANCHOR + at]!;
      const point = (at: number) =>
        apply(toPicture, { x: anchor.x + value(at), y: anchor.y + value(at + 1) });
      const centre = point(0);
      const width = value(2) * scale;
      const height = value(3) * scale;
      found.push({
        score,
        box: { x: centre.x - width / 2, y: centre.y - height / 2, width, height },
        rightEye: point(4),
        leftEye: point(6),
      });
    });
    return suppressOverlaps(found, MAX_OVERLAP).sort(
      (one, other) => other.box.width * other.box.height - one.box.width * one.box.height,
    );
  }
}

interface Layers {
  readonly logits: Float32Array;
  readonly values: Float32Array;
}

/** Returns the transform that centres the picture in the detector's square; its longer edge fills the square. */
function letterbox({ width, height }: Picture): SimilarityTransform {
  return cropSquare({ x: width / 2, y: height / 2 }, Math.max(width, height), 0, DETECTOR_SIZE_PX);
}

/** Sorts the model's outputs by shape, because their order is not fixed. The finer layer comes first. */
async function readLayers(outputs: readonly tf.Tensor[]): Promise<Layers> {
  const join = async (width: number) => {
    const tensors = outputs
      .filter(({ shape }) => shape[2] === width)
      .sort((one, other) => other.size - one.size);
    const [fine, coarse] = (await Promise.all(tensors.map((tensor) => tensor.data()))) as Float32Array[];
    if (!fine || !coarse) throw new Error('The outputs of the detector model are not the expected ones');
    const joined = new Float32Array(fine.length + coarse.length);
    joined.set(fine);
    joined.set(coarse, fine.length);
    return joined;
  };
  return { logits: await join(1), values: await join(VALUES_PER_ANCHOR) };
}
