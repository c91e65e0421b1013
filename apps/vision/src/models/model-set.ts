import * as tf from '@tensorflow/tfjs-core';
import { basename } from 'node:path';
import { FaceDescriptor } from '../descriptor/face-descriptor.js';
import { ResidualNetwork } from '../descriptor/residual-network.js';
import { SFaceNetwork } from '../descriptor/sface-network.js';
import { FaceDetector } from '../detection/face-detector.js';
import { PassiveLiveness } from '../liveness/passive-liveness.js';
import { type GazeNetwork, gazeNetworkOf } from '../gaze-networks/gaze-network.js';
import { FaceMesh } from '../mesh/face-mesh.js';
import { IrisModel } from '../mesh/iris.js';
import { OnnxNetwork } from '../onnx/onnx-network.js';
import { loadGraphModelFile } from './model-file.js';
import { modelFolders } from './model-files.js';
import { loadNetworkFile } from './network-file.js';
import { readWeightFile, weightFiles, weightsFolder } from './weight-files.mjs';

/** Every model of the pipeline, loaded into this thread's backend. */
export interface ModelSet {
  readonly detector: FaceDetector;
  readonly faceMesh: FaceMesh;
  readonly iris: IrisModel;
  /** Loads its network when it first describes a face. */
  readonly descriptor: FaceDescriptor;
  /** Loads the model of former templates when it is first needed. */
  readonly formerDescriptor: () => Promise<FaceDescriptor>;
  readonly passiveLiveness: PassiveLiveness;
  /** Null if no folder is configured. */
  readonly gazeNetwork: GazeNetwork | null;
}

export interface ModelFolders {
  /** Folder of the weights that no package carries; the user's cache if absent. */
  readonly weights?: string | undefined;
  /** Folder of a gaze network, see GazeNetwork. */
  readonly gazeModel?: string | undefined;
}

/** Loads the models concurrently. The backend must be started before. Throws if a file is missing, also one that is loaded later. */
export async function loadModelSet({ weights, gazeModel }: ModelFolders = {}): Promise<ModelSet> {
  tf.enableProdMode();
  const human = modelFolders.human();
  const [facemesh, iris, antispoof, liveness, gazeNetwork] = await Promise.all([
    loadGraphModelFile(human, 'facemesh'),
    loadGraphModelFile(human, 'iris'),
    loadGraphModelFile(human, 'antispoof'),
    loadGraphModelFile(human, 'liveness'),
    gazeModel ? configuredGazeNetwork(gazeModel) : null,
  ]);
  const folder = weightsFolder(weights);
  const { sface, yunet } = weightFiles;
  const load = (file: typeof sface): OnnxNetwork => OnnxNetwork.load(readWeightFile(folder, file));
  readWeightFile(folder, sface);
  let former: Promise<FaceDescriptor> | undefined;
  return {
    detector: new FaceDetector(load(yunet)),
    faceMesh: new FaceMesh(facemesh),
    iris: new IrisModel(iris),
    descriptor: new FaceDescriptor(new SFaceNetwork(() => load(sface))),
    formerDescriptor: () => (former ??= loadFormerDescriptor()),
    passiveLiveness: new PassiveLiveness(antispoof, liveness),
    gazeNetwork,
  };
}

async function configuredGazeNetwork(folder: string): Promise<GazeNetwork> {
  try {
    return await gazeNetworkOf(await loadNetworkFile(folder), basename(folder));
  } catch (error) {
    throw new Error(
      `GAZE_MODEL_DIR is wrong: ${folder} holds no gaze network that works (${String(error)})`,
      {
        cause: error,
      },
    );
  }
}

const loadFormerDescriptor = async (): Promise<FaceDescriptor> =>
  new FaceDescriptor(await ResidualNetwork.load(modelFolders.faceApi()));
