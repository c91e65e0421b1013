import { DirectionNetwork } from './direction-network.js';
import { measuredErrorDeg } from './measured-errors.js';
import type { GazeReader } from './network-gaze.js';
import { PointNetwork } from './point-network.js';
import { inputsOf, type RunnableModel } from './runnable-model.js';

export interface GazeNetwork extends GazeReader {
  /** Name of the model's folder. */
  readonly name: string;
  /** Mean error measured with these very weights, degrees; null for weights that nobody measured. */
  readonly expectedErrorDeg: number | null;
}

const shapes = [PointNetwork, DirectionNetwork] as const;

export interface LoadedModel {
  readonly model: RunnableModel;
  /** Of the bytes of the weights. */
  readonly sha256: string;
}

/** Makes a gaze network of a model; its inputs say of which shape it is. Throws if it is of none or does not run. */
export async function gazeNetworkOf({ model, sha256 }: LoadedModel, name: string): Promise<GazeNetwork> {
  const inputs = inputsOf(model);
  const Shape = shapes.find(({ inputRanks }) => Object.keys(inputRanks).every((input) => input in inputs));
  if (!Shape) {
    const wanted = shapes.map(({ inputRanks }) => Object.keys(inputRanks).join(', ')).join('; or ');
    throw new Error(`it has the inputs ${Object.keys(inputs).join(', ')}, wanted are ${wanted}`);
  }
  for (const [input, rank] of Object.entries(Shape.inputRanks))
    if (inputs[input]!.length !== rank) throw new Error(`its input ${input} is not of rank ${rank}`);
  const reader = new Shape(model);
  await reader.check();
  return { name, expectedErrorDeg: measuredErrorDeg(sha256), look: (faces) => reader.look(faces) };
}
