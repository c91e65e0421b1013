import {
  bool,
  defineSettings,
  integer,
  number,
  settingType,
  text,
  type SettingsOf,
} from '@argus/service-kit';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BackendChoice } from './backends/backend.js';
import { DEFAULT_THRESHOLD } from './recognition/similarity-calibration.js';

const modelFolder = settingType<string>('folder with model.json', (folder) => {
  if (!existsSync(join(folder, 'model.json'))) throw new Error(`${join(folder, 'model.json')} is not there`);
  return folder;
});

export const visionSettings = defineSettings('vision', {
  VISION_BACKEND: text<BackendChoice>({
    choices: ['auto', 'tensorflow', 'webgpu', 'wasm'],
    default: 'auto',
    desc: 'How the models run: native TensorFlow, WebGPU or WebAssembly; auto takes the first of these that works',
  }),
  VISION_WORKERS: integer({
    default: 0,
    min: 0,
    max: 64,
    desc: 'Worker threads, one set of models each (about 250 MB); 0 takes one per core but one, and one on a GPU',
  }),
  VISION_MAX_QUEUED_PHOTOGRAPHS: integer({
    default: 64,
    min: 1,
    max: 10_000,
    desc: 'Photographs that may wait for a worker; more are answered with 503 and Retry-After',
  }),
  VISION_BATCH_SIZE: integer({
    default: 4,
    min: 1,
    max: 32,
    desc: 'Photographs that a worker takes at once when several wait; their faces share the runs of the models',
  }),
  GAZE_MODEL_DIR: modelFolder({
    default: undefined,
    desc:
      'Folder with a TensorFlow.js gaze network (model.json and its shards) of the BlazeGaze kind; its output becomes the ' +
      'features that calibration fits. Without one the features are the irises in the eyes',
  }),
  VISION_SIMILARITY_THRESHOLD: number({
    default: DEFAULT_THRESHOLD,
    min: 0,
    max: 1,
    desc:
      'Least cosine similarity at which two faces are one person. Measured on the test photographs: 0.92 TAR 100 % FAR ' +
      '0.39 %, 0.937 TAR 100 % FAR 0 of 1023 pairs, 0.95 TAR 98.3 %, 0.96 TAR 81.4 %',
  }),
  VISION_CONSISTENCY_THRESHOLD: number({
    default: 0.91,
    min: 0,
    max: 1,
    desc:
      'Least similarity among the photographs of one enrolment; lower than that they show different people. Below the ' +
      'similarity threshold, because photographs for enrolment differ in pose and light (0.91: TAR 100 %, FAR 0.68 %)',
  }),
  VISION_LIVENESS_GATES: bool({
    default: false,
    desc: 'Whether faces that the passive models take for imitations are refused; they do not tell attacks from people',
  }),
  VISION_ANTI_SPOOF_THRESHOLD: number({
    default: 0.25,
    min: 0,
    max: 1,
    desc: 'Least passive anti-spoof score of a live face (real photographs scored 0.29 to 0.89, a mask 0.91)',
  }),
  VISION_LIVENESS_THRESHOLD: number({
    default: 0.4,
    min: 0,
    max: 1,
    desc: 'Least passive liveness score of a live face (real photographs scored 0.45 to 1.00, a painting 1.00)',
  }),
});

export type VisionSettings = SettingsOf<typeof visionSettings>;
