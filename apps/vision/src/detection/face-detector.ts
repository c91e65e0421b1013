import type { Picture } from '@argus/imaging';
import * as tf from '@tensorflow/tfjs-core';
import type { OnnxNetwork } from '../onnx/onnx-network.js';
import { sampleCrop, type PixelScaling } from '../sampling/sample-crop.js';
import { areaOf, suppressOverlaps, type Detection } from './detection.js';
import { GRID_STRIDES_PX, lookAt, type Look } from './look.js';
import { facesIn, type GridPredictions } from './predictions.js';
import { turned } from './turned-picture.js';

/** Whether the largest face is wanted, or every face that can be found. */
export type FacesWanted = 'largest' | 'all';

/** Of 21 false faces above 0.7 of the first look, all were narrower; above 0.8 there was none. */
const NARROW_PX = 24;
const MIN_SCORE = 0.7;
const MIN_NARROW_SCORE = 0.8;
const MAX_OVERLAP = 0.5;
/** Input edge of the first look. It finds every face wider than a sixth of the picture, cheaply. */
const FIRST_LOOK_PX = 160;
/** Input edge of the second look. It finds faces a twentieth as wide as the picture, for nine times the time. */
const SECOND_LOOK_PX = 640;
/** Share of the longer edge. A narrower largest face is looked for again. */
const SURE_WIDTH = 0.15;
/** How much better a face is found in a turned picture that was held wrongly. */
const CLEARLY_BETTER = 0.04;
const isFace = (score: number, widthPx: number): boolean =>
  score >= (widthPx < NARROW_PX ? MIN_NARROW_SCORE : MIN_SCORE);
const bytes: PixelScaling = { scale: 1, mean: [0, 0, 0] };

/** YuNet (Wu et al. 2023). Finds the faces of a picture, largest first. */
export class FaceDetector {
  private readonly inputs = new Map<number, Float32Array>();

  constructor(private readonly network: OnnxNetwork) {}

  /** The first look suffices for a large face; faces in the background that only the second would show are then not counted. */
  async detect(picture: Picture, wanted: FacesWanted): Promise<Detection[]> {
    const longer = Math.max(picture.width, picture.height);
    const found = await this.look(picture, FIRST_LOOK_PX);
    const sure = found.some(({ box }) => box.width >= SURE_WIDTH * longer);
    if (wanted === 'all' || !sure)
      found.push(...(await this.look(picture, Math.min(SECOND_LOOK_PX, longer))));
    return suppressOverlaps(found, MAX_OVERLAP).sort((one, other) => areaOf(other.box) - areaOf(one.box));
  }

  /** Whether a face is found clearly better when the picture is turned by a quarter or half: nobody's camera stood upright. */
  async isTurned(picture: Picture, score: number): Promise<boolean> {
    for (const quarters of [1, 3, 2] as const) {
      const found = await this.look(turned(picture, quarters), FIRST_LOOK_PX);
      if (found.some((each) => each.score > score + CLEARLY_BETTER)) return true;
    }
    return false;
  }

  private async look(picture: Picture, sizePx: number): Promise<Detection[]> {
    const look = lookAt(picture, sizePx);
    const outputs = tf.tidy(() => this.network.run(this.show(picture, look)));
    try {
      const grids = await Promise.all(GRID_STRIDES_PX.map((stridePx) => readGrid(outputs, stridePx)));
      return facesIn(grids, look, isFace);
    } finally {
      tf.dispose(outputs);
    }
  }

  /** Returns the part of the square that shows the picture, blue first, as the network was trained. */
  private show(picture: Picture, { sizePx, toPicture, left, top, width, height }: Look): tf.Tensor4D {
    const square = this.inputs.get(sizePx) ?? new Float32Array(sizePx * sizePx * 3);
    this.inputs.set(sizePx, square);
    sampleCrop(picture, toPicture, { sizePx, scaling: bytes }, square);
    const whole = tf.tensor4d(square, [1, sizePx, sizePx, 3]);
    return tf.reverse(tf.slice(whole, [0, top, left, 0], [1, height, width, 3]), 3);
  }
}

async function readGrid(
  outputs: Readonly<Record<string, tf.Tensor>>,
  stridePx: number,
): Promise<GridPredictions> {
  const read = async (name: string) => {
    const tensor = outputs[`${name}_${stridePx}`];
    if (!tensor) throw new Error(`The detector model has no output ${name}_${stridePx}`);
    return (await tensor.data()) as Float32Array;
  };
  const [classScores, objectScores, boxes, points] = await Promise.all([
    read('cls'),
    read('obj'),
    read('bbox'),
    read('kps'),
  ]);
  return { classScores, objectScores, boxes, points };
}
