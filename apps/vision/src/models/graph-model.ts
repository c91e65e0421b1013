import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import type { io } from '@tensorflow/tfjs-core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface ModelFile {
  readonly modelTopology: object;
  readonly format?: string;
  readonly signature?: object;
  readonly weightsManifest: readonly { paths: string[]; weights: io.WeightsManifestEntry[] }[];
}

/** Loads a TensorFlow.js graph model from files. */
export async function loadGraphModelFile(folder: string, name: string): Promise<GraphModel> {
  const file = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as ModelFile;
  const shards = await Promise.all(
    file.weightsManifest.flatMap(({ paths }) => paths).map((path) => readFile(join(folder, path))),
  );
  const artifacts: io.ModelArtifacts = {
    modelTopology: file.modelTopology,
    weightSpecs: file.weightsManifest.flatMap(({ weights }) => weights),
    weightData: new Uint8Array(Buffer.concat(shards)).buffer,
    ...(file.format === undefined ? {} : { format: file.format }),
    ...(file.signature === undefined ? {} : { signature: file.signature }),
  };
  return loadGraphModel({ load: () => Promise.resolve(artifacts) });
}
