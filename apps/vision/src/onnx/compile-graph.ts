import { convolution } from './convolution.js';
import type { OnnxConstant, OnnxGraph, OnnxNode } from './onnx-file.js';
import type { Operation } from './operation.js';
import { type Layout, normalisation, operators } from './operators.js';

/** A kernel to run: one node, or a convolution with the nodes after it that are merged into it. */
export interface Step {
  readonly operation: Operation;
  /** Inputs that are no constants. */
  readonly inputs: readonly string[];
  readonly output: string;
}

export interface CompiledGraph {
  readonly steps: readonly Step[];
  readonly layouts: ReadonlyMap<string, Layout>;
}

/** Prepares the weights of every node. Throws if the graph uses an operator that this project does not know. */
export function compileGraph({ nodes, constants, inputs, outputs }: OnnxGraph): CompiledGraph {
  const consumers = new Map<string, OnnxNode[]>();
  for (const node of nodes)
    for (const name of node.inputs) consumers.set(name, [...(consumers.get(name) ?? []), node]);
  const layouts = new Map<string, Layout>(inputs.map((name) => [name, 'image']));
  const merged = new Set<OnnxNode>();
  const steps: Step[] = [];
  const constantsOf = (node: OnnxNode) => node.inputs.map((name) => constants.get(name));

  /** Returns the node that alone uses this output, if it is one of these operators. */
  const onlyUseOf = (output: string, wanted: readonly string[]): OnnxNode | undefined => {
    const [node, ...others] = consumers.get(output) ?? [];
    return node && others.length === 0 && !outputs.includes(output) && wanted.includes(node.operator)
      ? node
      : undefined;
  };

  const compileConvolution = (node: OnnxNode): Step => {
    const [, filter, bias] = constantsOf(node);
    if (!filter) throw new Error(`The model computes the filter of ${node.output}`);
    const norm = onlyUseOf(node.output, ['BatchNormalization']);
    const activation = onlyUseOf((norm ?? node).output, ['Relu', 'PRelu']);
    for (const each of [norm, activation]) if (each) merged.add(each);
    const operation = convolution({
      node,
      filter,
      bias,
      scaling: norm && normalisation(norm, constantsOf(norm)),
      activation: activation ? (activation.operator === 'PRelu' ? 'prelu' : 'relu') : 'linear',
      slopes: activation?.operator === 'PRelu' ? slopesOf(activation, constants) : undefined,
    });
    return { operation, inputs: [node.inputs[0]!], output: (activation ?? norm ?? node).output };
  };

  for (const node of nodes) {
    if (merged.has(node)) continue;
    const variables = node.inputs.filter((name) => !constants.has(name));
    const layout = layouts.get(variables[0] ?? '');
    if (!layout) throw new Error(`The model uses ${variables[0] ?? 'nothing'} before it is computed`);
    if (node.operator === 'Conv') {
      const step = compileConvolution(node);
      steps.push(step);
      layouts.set(step.output, layout);
      continue;
    }
    const operator = operators[node.operator];
    if (!operator) throw new Error(`The model uses the operator ${node.operator}, which is not known here`);
    const compiled = operator({ node, constants: constantsOf(node), layout });
    steps.push({ operation: compiled.operation, inputs: variables, output: node.output });
    layouts.set(node.output, compiled.layout ?? layout);
  }
  return { steps, layouts };
}

function slopesOf(node: OnnxNode, constants: ReadonlyMap<string, OnnxConstant>): OnnxConstant {
  const slopes = constants.get(node.inputs[1]!);
  if (!slopes) throw new Error(`The model computes the slopes of ${node.output}`);
  return slopes;
}
