import { PbfReader } from 'pbf';

/** A constant of the graph, row by row. */
export interface OnnxConstant {
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
}

export type OnnxAttribute = number | string | readonly number[] | OnnxConstant;

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxGraph {
  /** In the order of execution. */
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxConstant>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Reads the graph of an ONNX file. Field numbers are those of onnx.proto3. Throws if it holds what this reader does not know. */
export function readOnnxFile(bytes: Uint8Array): OnnxGraph {
  const file: { graph?: OnnxGraph } = {};
  new PbfReader(bytes).readFields((field, result, pbf) => {
    if (field === 7) result.graph = readGraph(pbf);
  }, file);
  if (!file.graph) throw new Error('The file is no ONNX model');
  return file.graph;
}

function readGraph(pbf: PbfReader): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, OnnxConstant>();
  const inputs: string[] = [];
  const outputs: string[] = [];
  pbf.readMessage((field) => {
    if (field === 1) nodes.push(readNode(pbf));
    else if (field === 5) {
      const { name, ...constant } = readConstant(pbf);
      constants.set(name, constant);
    } else if (field === 11) inputs.push(readName(pbf));
    else if (field === 12) outputs.push(readName(pbf));
  }, null);
  return { nodes, constants, inputs, outputs };
}

function readNode(pbf: PbfReader): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, OnnxAttribute> = {};
  let operator = '';
  pbf.readMessage((field) => {
    if (field === 1) inputs.push(pbf.readString());
    else if (field === 2) outputs.push(pbf.readString());
    else if (field === 4) operator = pbf.readString();
    else if (field === 5) {
      const [name, value] = readAttribute(pbf);
      attributes[name] = value;
    }
  }, null);
  return { operator, inputs, output: outputs[0]!, attributes };
}

function readAttribute(pbf: PbfReader): [string, OnnxAttribute] {
  let name = '';
  let value: OnnxAttribute = 0;
  const list: number[] = [];
  pbf.readMessage((field) => {
    if (field === 1) name = pbf.readString();
    else if (field === 2) value = pbf.readFloat();
    else if (field === 3) value = pbf.readVarint(true);
    else if (field === 4) value = pbf.readString();
    else if (field === 5) value = readConstant(pbf);
    else if (field === 7) value = pbf.readPackedFloat(list);
    else if (field === 8) value = pbf.readPackedVarint(list, true);
  }, null);
  return [name, value];
}

/** Reads the name of a described input or output. */
function readName(pbf: PbfReader): string {
  let name = '';
  pbf.readMessage((field) => {
    if (field === 1) name = pbf.readString();
  }, null);
  return name;
}

function readConstant(pbf: PbfReader): OnnxConstant & { name: string } {
  const dims: number[] = [];
  const listed: number[] = [];
  let [name, type] = ['', 0];
  let raw: Uint8Array | undefined;
  pbf.readMessage((field) => {
    if (field === 1) pbf.readPackedVarint(dims, true);
    else if (field === 2) type = pbf.readVarint();
    else if (field === 4) pbf.readPackedFloat(listed);
    else if (field === 5 || field === 7) pbf.readPackedVarint(listed, true);
    else if (field === 8) name = pbf.readString();
    else if (field === 9) raw = pbf.readBytes();
  }, null);
  const values = raw ? numbersIn(new Uint8Array(raw).buffer, type, name) : Float32Array.from(listed);
  if (values.length !== dims.reduce((product, size) => product * size, 1))
    throw new Error(`The constant ${name} of the model has ${values.length} values for ${dims.join(' × ')}`);
  return { name, dims, values };
}

/** Numbers of onnx.proto3's types FLOAT, UINT8, INT8, INT32, INT64 and BOOL. */
function numbersIn(buffer: ArrayBuffer, type: number, name: string): ArrayLike<number> {
  if (type === 1) return new Float32Array(buffer);
  if (type === 2 || type === 9) return new Uint8Array(buffer);
  if (type === 3) return new Int8Array(buffer);
  if (type === 6) return new Int32Array(buffer);
  if (type === 7) return Array.from(new BigInt64Array(buffer), Number);
  throw new Error(`The constant ${name} of the model has the unknown type ${type}`);
}
