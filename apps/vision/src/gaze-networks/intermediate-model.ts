import * as tf from '@tensorflow/tfjs-core';
import type { RunnableModel } from './runnable-model.js';

type Layer = Readonly<{ id: string; name: string; type: string; data: Readonly<Record<string, string>> }>;
/** A tensor, or the whole numbers of a constant: axes, shapes, bounds. */
type Value = tf.Tensor | readonly number[];
type Operation = (
  inputs: readonly tf.Tensor[],
  data: Layer['data'],
  ints: readonly (readonly number[])[],
) => tf.Tensor;

/**
 * Reads a model in OpenVINO's intermediate representation: layers and edges as XML, weights as bytes. It knows the operations of
 * gaze-estimation-adas-0002 and throws at any other. Tensors keep OpenVINO's order of axes, channels first.
 */
export function readIntermediateModel(xml: string, weights: Uint8Array): RunnableModel {
  const layers = layersOf(xml);
  const sources = edgesOf(xml);
  const order = inOrder(layers, sources);
  const constants = new Map<string, Value>();
  for (const layer of order) if (layer.type === 'Const') constants.set(layer.id, constant(layer, weights));
  const unknown = order.find(({ type }) => !Object.hasOwn(operations, type) && !ends.includes(type));
  if (unknown) throw new Error(`The operation ${unknown.type} of an OpenVINO model is not known`);
  const result = order.find(({ type }) => type === 'Result');
  if (!result) throw new Error('The OpenVINO model has no result');
  const inputs = order.filter(({ type }) => type === 'Parameter');
  return {
    inputs: inputs.map(({ name, data }) => ({ name, shape: numbers(data.shape) })),
    run: (given) =>
      tf.tidy(() => {
        const values = new Map(constants);
        for (const { id, name } of inputs) values.set(id, given[name]!);
        const read = (id: string) => (sources.get(id) ?? []).map((source) => values.get(source)!);
        for (const { id, type, data } of order) {
          const inputs = read(id);
          if (Object.hasOwn(operations, type))
            values.set(id, operations[type]!(inputs.filter(isTensor), data, inputs.filter(isInts)));
        }
        const [answer] = read(result.id).filter(isTensor);
        if (!answer) throw new Error('The OpenVINO model has no answer');
        return tf.clone(answer);
      }),
  };
}

const ends: readonly string[] = ['Parameter', 'Const', 'Result'];
const numbers = (text = ''): number[] => (text === '' ? [] : text.split(',').map(Number));
const isInts = (value: Value): value is readonly number[] => Array.isArray(value);
const isTensor = (value: Value): value is tf.Tensor => !isInts(value);

const operations: Readonly<Record<string, Operation>> = {
  Add: ([a, b]) => tf.add(a!, b!),
  Multiply: ([a, b]) => tf.mul(a!, b!),
  Convert: ([a]) => a!,
  ReLU: ([a]) => tf.relu(a!),
  Concat: (inputs, { axis }) => tf.concat([...inputs], Number(axis)),
  Reshape: ([a], _, [shape]) =>
    tf.reshape(
      a!,
      shape!.map((size, i) => (size === 0 ? a!.shape[i]! : size)),
    ),
  Squeeze: ([a], _, [axes]) => tf.squeeze(a!, [...axes!]),
  Unsqueeze: ([a], _, [axes]) => axes!.reduce((value, axis) => tf.expandDims(value, axis), a!),
  StridedSlice: ([a], data, [begin, end, strides]) =>
    tf.stridedSlice(
      a!,
      [...begin!],
      [...end!],
      strides && [...strides],
      bits(data.begin_mask),
      bits(data.end_mask),
      0,
      0,
      bits(data.shrink_axis_mask),
    ),
  Convolution: ([a, kernel], data) => {
    if (data.dilations !== '1, 1' || data.auto_pad !== 'explicit')
      throw new Error('A convolution of the OpenVINO model is dilated or pads automatically');
    const [down, across] = numbers(data.pads_begin);
    const [downEnd, acrossEnd] = numbers(data.pads_end);
    const padded = tf.pad(tf.transpose(a!, [0, 2, 3, 1]) as tf.Tensor4D, [
      [0, 0],
      [down!, downEnd!],
      [across!, acrossEnd!],
      [0, 0],
    ]);
    const filter = tf.transpose(kernel!, [2, 3, 1, 0]) as tf.Tensor4D;
    const strides = numbers(data.strides) as [number, number];
    return tf.transpose(tf.conv2d(padded, filter, strides, 'valid'), [0, 3, 1, 2]);
  },
};

/* A flag per axis as a bit per axis; in both libraries a flag means that the bound is ignored. */
const bits = (mask: string | undefined): number =>
  numbers(mask).reduce((sum, flag, axis) => sum + (flag << axis), 0);

function constant({ name, data }: Layer, weights: Uint8Array): Value {
  const [offset, size] = [Number(data.offset), Number(data.size)];
  const read = readers[data.element_type ?? ''];
  if (!read) throw new Error(`The OpenVINO model's ${name} has the type ${data.element_type}`);
  if (!(offset >= 0 && size >= 0 && offset + size <= weights.byteLength))
    throw new Error(`The weights of ${name} lie beyond the end of the file`);
  const view = new DataView(weights.buffer, weights.byteOffset + offset, size);
  const values = Array.from({ length: size / read.bytes }, (_, i) => read.at(view, i * read.bytes));
  return data.element_type!.startsWith('f') ? tf.tensor(values, numbers(data.shape)) : values;
}

const readers: Readonly<Record<string, { bytes: number; at: (view: DataView, offset: number) => number }>> = {
  f16: { bytes: 2, at: (view, offset) => half(view.getUint16(offset, true)) },
  f32: { bytes: 4, at: (view, offset) => view.getFloat32(offset, true) },
  i32: { bytes: 4, at: (view, offset) => view.getInt32(offset, true) },
  i64: { bytes: 8, at: (view, offset) => Number(view.getBigInt64(offset, true)) },
  u64: { bytes: 8, at: (view, offset) => Number(view.getBigUint64(offset, true)) },
};

/** Returns the number of a half-precision float. */
function half(bits16: number): number {
  const sign = bits16 & 0x8000 ? -1 : 1;
  const exponent = (bits16 >> 10) & 0x1f;
  const fraction = bits16 & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function attributesOf(tag: string): Record<string, string> {
  return Object.fromEntries(
    [...tag.matchAll(/(?<![\w-])([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  );
}

function layersOf(xml: string): Layer[] {
  return [...xml.matchAll(/<layer ([^<>]*)>\s*(?:<data ([^<>]*)>)?/g)].map(([, head, data]) => {
    const { id = '', name = '', type = '' } = attributesOf(head!);
    return { id, name, type, data: attributesOf(data ?? '') };
  });
}

/** Layers whose outputs a layer reads, in the order of its ports. */
function edgesOf(xml: string): Map<string, string[]> {
  const edges = [...xml.matchAll(/<edge ([^<>]*)>/g)].map(([, text]) => attributesOf(text!));
  const sources = new Map<string, string[]>();
  for (const edge of edges.sort((a, b) => Number(a['to-port']) - Number(b['to-port'])))
    sources.set(edge['to-layer']!, [...(sources.get(edge['to-layer']!) ?? []), edge['from-layer']!]);
  return sources;
}

/** Every layer after those that it reads. */
function inOrder(layers: readonly Layer[], sources: ReadonlyMap<string, readonly string[]>): Layer[] {
  const waiting = new Map(layers.map((layer) => [layer.id, layer]));
  const order: Layer[] = [];
  for (let left = -1; waiting.size !== left;) {
    left = waiting.size;
    for (const [id, layer] of waiting)
      if (!(sources.get(id) ?? []).some((source) => waiting.has(source))) {
        order.push(layer);
        waiting.delete(id);
      }
  }
  if (waiting.size > 0) throw new Error('The OpenVINO model is circular');
  return order;
}
