import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import type { InferenceModel, io } from '@tensorflow/tfjs-core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface ModelFile {
  readonly modelTopology: object;
  readonly format?: string;
  readonly signature?: object;
  readonly weightsManifest: readonly { paths: string[]; weights: io.WeightsManifestEntry[] }[];
}

/** A TensorFlow.js model of either format. */
export type AnyModel = InferenceModel;

async function readArtifacts(folder: string, name: string): Promise<io.ModelArtifacts> {
  const file = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as ModelFile;
  const shards = await Promise.all(
    file.weightsManifest.flatMap(({ paths }) => paths).map((path) => readFile(join(folder, path))),
  );
  return {
    modelTopology: file.modelTopology,
    weightSpecs: file.weightsManifest.flatMap(({ weights }) => weights),
    weightData: new Uint8Array(Buffer.concat(shards)).buffer,
    ...(file.format === undefined ? {} : { format: file.format }),
    ...(file.signature === undefined ? {} : { signature: file.signature }),
  };
}

/** Loads a TensorFlow.js graph model from files. */
export async function loadGraphModelFile(folder: string, name: string): Promise<GraphModel> {
  const artifacts = await readArtifacts(folder, name);
  return loadGraphModel({ load: () => Promise.resolve(artifacts) });
}

/**
 * Loads a graph model or a Keras layers model, and returns its weights as they are stored. The code for layers models is imported
 * only if needed.
 */
export async function readModelFile(
  folder: string,
  name: string,
): Promise<{ readonly model: AnyModel; readonly weights: Uint8Array }> {
  const artifacts = await readArtifacts(folder, name);
  const weights = new Uint8Array(artifacts.weightData as ArrayBuffer);
  const source = { load: () => Promise.resolve(artifacts) };
  if (artifacts.format !== 'layers-model') return { model: await loadGraphModel(source), weights };
  const { loadLayersModel } = await import('@tensorflow/tfjs-layers');
  return { model: (await loadLayersModel(source)) as unknown as AnyModel, weights };
}
