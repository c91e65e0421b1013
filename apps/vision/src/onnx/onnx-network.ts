import * as tf from '@tensorflow/tfjs-core';
import { compileGraph, type CompiledGraph } from './compile-graph.js';
import { foldConstants } from './onnx-constants.js';
import { readOnnxFile } from './onnx-file.js';
import { channelsFirst } from './operators.js';

/** A network of an ONNX file with one image as its input. TensorFlow.js runs it on any backend. */
export class OnnxNetwork {
  private constructor(
    private readonly graph: CompiledGraph,
    private readonly input: string,
    private readonly outputs: readonly string[],
  ) {}

  /** Throws if the file is no model, or uses an operator that this project does not know. */
  static load(file: Uint8Array): OnnxNetwork {
    const graph = foldConstants(readOnnxFile(file));
    const [input, ...others] = graph.inputs;
    if (input === undefined || others.length > 0) throw new Error('The model has not exactly one input');
    return new OnnxNetwork(compileGraph(graph), input, graph.outputs);
  }

  /** Takes images with channels last. Returns the outputs by name, laid out as in ONNX; the caller disposes of them. */
  run(images: tf.Tensor4D): Record<string, tf.Tensor> {
    return tf.tidy(() => {
      const values = new Map<string, tf.Tensor>([[this.input, images]]);
      for (const { operation, inputs, output } of this.graph.steps)
        values.set(output, operation(inputs.map((name) => values.get(name)!)));
      return Object.fromEntries(
        this.outputs.map((name) => [name, channelsFirst(values.get(name)!, this.graph.layouts.get(name)!)]),
      );
    });
  }
}
