import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startBackend } from '../backends/start-backend.js';
import { IntermediateModelFiles } from '../testing/intermediate-model-files.js';
import { readIntermediateModel } from './intermediate-model.js';

beforeAll(() => startBackend('wasm'));

const valuesOf = (tensor: tf.Tensor) => Array.from(tensor.dataSync());
const picture = (values: readonly number[]) => tf.tensor4d([...values], [1, 2, 2, 2]);

describe('a model in OpenVINO’s format', () => {
  it('convolution pads with zeros, steps by its strides and keeps channels first', () => {
    const model = new IntermediateModelFiles();
    const input = model.layer('Parameter', 'shape="1,2,2,2" element_type="f32"', [], 'image');
    /* Half-precision 1, 2, 0.5 and −4. */
    const kernel = model.constant('f16', [1, 2, 1, 2], [0x3c00, 0x4000, 0x3800, 0xc400]);
    const wide = model.layer('Convert', 'destination_type="f32"', [kernel]);
    const data = 'strides="1, 2" dilations="1, 1" pads_begin="0, 1" pads_end="0, 1" auto_pad="explicit"';
    const convolved = model.layer('Convolution', data, [input, wide]);
    const read = readIntermediateModel(...model.files(convolved));
    expect(read.inputs).toEqual([{ name: 'image', shape: [1, 2, 2, 2] }]);
    const output = read.run({ image: picture([1, 2, 3, 4, 10, 20, 30, 40]) });
    expect(output.shape).toEqual([1, 1, 2, 2]);
    /* Row by row: (0, 1 | 0, 10), (2, 0 | 20, 0); (0, 3 | 0, 30), (4, 0 | 40, 0). */
    expect(valuesOf(output)).toEqual([2 - 40, 2 + 10, 6 - 120, 4 + 20]);
  });

  it('arithmetic, shapes and slices follow the format', () => {
    const model = new IntermediateModelFiles();
    const input = model.layer('Parameter', 'shape="1,2,2,2" element_type="f32"', [], 'image');
    const minus = model.constant('f32', [1, 2, 1, 1], [-3, -25]);
    const two = model.constant('f32', [1, 1, 1, 1], [2]);
    const added = model.layer('Add', '', [input, minus]);
    const positive = model.layer('ReLU', '', [added]);
    const doubled = model.layer('Multiply', '', [positive, two]);
    const both = model.layer('Concat', 'axis="1"', [doubled, input]);
    /* A zero keeps the axis, −1 takes what is left. */
    const flat = model.layer('Reshape', 'special_zero="true"', [both, model.constant('i64', [2], [0, -1])]);
    const bounds = [
      [0, 2],
      [0, 12],
      [1, 1],
    ].map((values) => model.constant('i64', [2], values));
    const mask = 'begin_mask="1, 0" end_mask="1, 0" shrink_axis_mask=""';
    const part = model.layer('StridedSlice', mask, [flat, ...bounds]);
    const axis = model.constant('i64', [1], [0]);
    const squeezed = model.layer('Squeeze', '', [part, axis]);
    const end = model.layer('Unsqueeze', '', [squeezed, model.constant('i64', [1], [1])]);
    const output = readIntermediateModel(...model.files(end)).run({
      image: picture([1, 2, 3, 4, 10, 20, 30, 40]),
    });
    expect(output.shape).toEqual([10, 1]);
    expect(valuesOf(output)).toEqual([0, 2, 0, 0, 10, 30, 1, 2, 3, 4]);
  });

  it('a model keeps no tensors of a run but its answer', () => {
    const model = new IntermediateModelFiles();
    const input = model.layer('Parameter', 'shape="1,2,2,2" element_type="f32"', [], 'image');
    const read = readIntermediateModel(...model.files(model.layer('ReLU', '', [input])));
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) tf.tidy(() => void read.run({ image: picture([1, 2, 3, 4, 5, 6, 7, 8]) }));
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [
      'an operation that is not known',
      () => new IntermediateModelFiles(),
      'Softmax',
      'The operation Softmax',
    ],
    [
      'an operation named like a method',
      () => new IntermediateModelFiles(),
      'toString',
      'The operation toString',
    ],
  ])('%s is refused by name', (_, start, type, words) => {
    const model = start();
    const input = model.layer('Parameter', 'shape="1,3"', [], 'image');
    expect(() => readIntermediateModel(...model.files(model.layer(type, '', [input])))).toThrow(words);
  });

  it('weights beyond the end of the file, unknown types, a circle and no result are refused', () => {
    const cut = new IntermediateModelFiles();
    const [xml, weights] = cut.files(cut.constant('f32', [4], [1, 2, 3, 4]));
    expect(() => readIntermediateModel(xml, weights.slice(0, 12))).toThrow('beyond the end');
    expect(() => readIntermediateModel(xml.replace('f32', 'q7'), weights)).toThrow('has the type q7');
    expect(() => readIntermediateModel('<net/>', weights)).toThrow('no result');
    const circle = new IntermediateModelFiles();
    const [circular] = circle.files(circle.layer('ReLU', '', [0]));
    expect(() => readIntermediateModel(circular, weights)).toThrow('circular');
  });
});
