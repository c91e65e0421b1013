import type { Tensor } from '@tensorflow/tfjs-core';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LoadedModel } from '../gaze-networks/gaze-network.js';
import { readIntermediateModel } from '../gaze-networks/intermediate-model.js';
import { plainName } from '../gaze-networks/runnable-model.js';
import { readModelFile } from './model-file.js';

/** Reads a TensorFlow.js model (`model.json`), or else the one OpenVINO model (`.xml` and `.bin`) of a folder. */
export async function loadNetworkFile(folder: string): Promise<LoadedModel> {
  const names = await readdir(folder);
  const [xml, ...others] = names.filter((name) => name.endsWith('.xml'));
  if (names.includes('model.json') || !xml) return tensorFlowFile(folder);
  if (others.length > 0) throw new Error(`${folder} holds several OpenVINO models`);
  const path = join(folder, basename(xml, '.xml'));
  const weights = await readFile(`${path}.bin`);
  const model = readIntermediateModel(await readFile(`${path}.xml`, 'utf8'), weights);
  return { model, sha256: sha256Of(weights) };
}

async function tensorFlowFile(folder: string): Promise<LoadedModel> {
  const { model, weights } = await readModelFile(folder, 'model');
  return {
    model: {
      inputs: model.inputs,
      run(given) {
        const predicted = model.predict(
          model.inputs.map(({ name }) => given[plainName(name)]!),
          {},
        );
        if (Array.isArray(predicted)) return predicted[0]!;
        return 'dataId' in predicted ? (predicted as Tensor) : Object.values(predicted)[0]!;
      },
    },
    sha256: sha256Of(weights),
  };
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
