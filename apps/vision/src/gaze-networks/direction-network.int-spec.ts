import type { Picture } from '@argus/imaging';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startBackend } from '../backends/start-backend.js';
import type { Iris } from '../mesh/iris.js';
import { meshPoints } from '../mesh/mesh-points.js';
import type { Mesh } from '../mesh/mesh.js';
import { DirectionNetwork } from './direction-network.js';
import type { RunnableModel } from './runnable-model.js';

beforeAll(() => startBackend('wasm'));

/** A model that keeps what it was given and answers straight ahead. */
class Listener implements RunnableModel {
  readonly given: Record<string, { readonly shape: number[]; readonly values: number[] }> = {};
  readonly inputs: RunnableModel['inputs'];

  constructor(shape: readonly number[]) {
    this.inputs = [
      { name: 'right_eye_image:0', shape },
      { name: 'left_eye_image:0', shape },
      { name: 'head_pose_angles:0', shape: [1, 3] },
    ];
  }

  run(inputs: tf.NamedTensorMap): tf.Tensor {
    for (const [name, tensor] of Object.entries(inputs))
      this.given[name] = { shape: tensor.shape, values: Array.from(tensor.dataSync()) };
    return tf.tensor2d([[0, 0, -1]]);
  }
}

/** Red left of the middle, where a person's right eye is, and blue right of it. */
const picture: Picture = {
  rgb: new Uint8Array(
    Array.from({ length: 200 * 100 }, (_, i) => (i % 200 < 100 ? [255, 0, 10] : [0, 20, 255])).flat(),
  ),
  width: 200,
  height: 100,
  original: { format: 'png', width: 200, height: 100 },
};
const eye = (outer: number, inner: number): Iris => ({
  centre: { x: (outer + inner) / 2, y: 50 },
  rim: [],
  radiusPx: 5,
  widthPx: 10,
  outerCorner: { x: outer, y: 50 },
  innerCorner: { x: inner, y: 50 },
  eyeOpenness: 0.3,
});
const irises = { right: eye(30, 70), left: eye(170, 130) };
/** A head that turns its left cheek away by 20° and its chin by 10°. */
const points: Record<number, readonly [number, number, number]> = {
  [meshPoints.rightCheek]: [0, 0, 0],
  [meshPoints.leftCheek]: [Math.cos((20 * Math.PI) / 180), 0, Math.sin((20 * Math.PI) / 180)],
  [meshPoints.foreheadTop]: [0, 0, 0],
  [meshPoints.chin]: [0, Math.cos((10 * Math.PI) / 180), Math.sin((10 * Math.PI) / 180)],
};
const mesh = {
  at(index: number) {
    const [x, y, z] = points[index]!;
    return { x, y, z };
  },
} as unknown as Mesh;
const face = {
  picture,
  mesh,
  irises,
  headRotation: [0, 0, 0],
  headTranslation: [0, 0, 600],
  origin: [0, 0, 600],
} as const;

describe('a gaze network of directions', () => {
  it('its eyes are the person’s own, as BGR bytes, and the head is in degrees without roll', async () => {
    const model = new Listener([1, 60, 60, 3]);
    const [gaze] = await new DirectionNetwork(model).look([face]);
    expect(gaze!.direction.map((value) => value + 0)).toEqual([0, 0, -1]);
    const { left_eye_image: left, right_eye_image: right, head_pose_angles: head } = model.given;
    expect(left!.shape).toEqual([1, 60, 60, 3]);
    expect(left!.values.slice(0, 3).map(Math.round)).toEqual([255, 20, 0]);
    expect(right!.values.slice(0, 3).map(Math.round)).toEqual([10, 0, 255]);
    /* The head's pitch is measured from where people look straight ahead: 7.5°. */
    expect(head!.values.map((value) => Number(value.toFixed(3)))).toEqual([20, 2.5, 0]);
  });

  it('its crop is 1.8 times as wide as the eye', async () => {
    const model = new Listener([1, 60, 60, 3]);
    /* Corners 40 apart around x = 64: the crop ends at 100, where the blue begins. */
    await new DirectionNetwork(model).look([{ ...face, irises: { ...irises, right: eye(44, 84) } }]);
    await new DirectionNetwork(model).look([{ ...face, irises: { ...irises, right: eye(47, 87) } }]);
    const row = model.given.right_eye_image!.values.slice(0, 180);
    const blue = row.filter((_, i) => i % 3 === 0).filter((value) => value > 128).length;
    /* Three pixels of the picture are two and a half of the crop. */
    expect(blue).toBeGreaterThanOrEqual(2);
    expect(blue).toBeLessThanOrEqual(3);
  });

  it('a model with channels first gets its pictures so', async () => {
    const model = new Listener([1, 3, 60, 60]);
    await new DirectionNetwork(model).look([face]);
    const { left_eye_image: left } = model.given;
    expect(left!.shape).toEqual([1, 3, 60, 60]);
    expect([0, 3600, 7200].map((at) => Math.round(left!.values[at]!))).toEqual([255, 20, 0]);
  });
});
