import type { OnnxAttribute, OnnxConstant, OnnxGraph, OnnxNode } from './onnx-file.js';

const folded: Readonly<
  Record<string, (node: OnnxNode, inputs: readonly OnnxConstant[]) => OnnxConstant | undefined>
> = {
  Constant: ({ attributes: { value } }) => asConstant(value),
  Reshape: (_, [constant, shape]) => ({ dims: shapeOf(constant!, shape!), values: constant!.values }),
  DequantizeLinear: dequantise,
};

/** Computes the nodes whose inputs are constants, such as dequantised weights, once for all runs. */
export function foldConstants(graph: OnnxGraph): OnnxGraph {
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.filter((node) => {
    const inputs = node.inputs.map((name) => constants.get(name));
    if (inputs.some((input) => input === undefined)) return true;
    const constant = folded[node.operator]?.(node, inputs as OnnxConstant[]);
    if (constant) constants.set(node.output, constant);
    return !constant;
  });
  // Some writers list weights among the inputs, used or not.
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const inputs = graph.inputs.filter((name) => used.has(name) && !constants.has(name));
  return { ...graph, nodes, constants, inputs };
}

function asConstant(value: OnnxAttribute | undefined): OnnxConstant | undefined {
  return typeof value === 'object' && 'dims' in value ? value : undefined;
}

/** Replaces 0 by the constant's own size and −1 by what is left. */
function shapeOf({ dims, values }: OnnxConstant, shape: OnnxConstant): number[] {
  const sizes = Array.from(shape.values, (size, axis) => (size === 0 ? dims[axis]! : size));
  const known = productOf(sizes.filter((size) => size > 0));
  return sizes.map((size) => (size < 0 ? values.length / known : size));
}

/** `(value − zero point) × scale`, with one scale for all, per index of an axis, or per block of an axis. */
function dequantise(
  { attributes }: OnnxNode,
  [quantised, scales, zeroPoints]: readonly OnnxConstant[],
): OnnxConstant {
  const { dims, values } = quantised!;
  const axis = Number(attributes.axis ?? 1);
  const blockSize = Number(attributes.block_size ?? 0);
  const inner = productOf(dims.slice(axis + 1));
  const along = dims[axis] ?? 1;
  const blocks = Math.ceil(along / blockSize);
  const result = new Float32Array(values.length);
  for (let row = 0, at = 0; at < result.length; row++) {
    const index = row % along;
    const block = ((row - index) / along) * blocks + (index - (index % blockSize)) / blockSize;
    for (let column = 0; column < inner; column++, at++) {
      const scale = scales!.values.length === 1 ? 0 : blockSize === 0 ? index : block * inner + column;
      result[at] = (values[at]! - (zeroPoints?.values[scale] ?? 0)) * scales!.values[scale]!;
    }
  }
  return { dims, values: result };
}

const productOf = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);
