import {
  bool,
  defineSettings,
  integer,
  number,
  path,
  removed,
  settingType,
  text,
  type SettingsOf,
} from '@argus/service-kit';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLaneWeights, type LaneName, laneNames, type LaneWeights } from './pool/lane.js';
import type { BackendChoice } from './backends/backend.js';

const modelFolder = settingType<string>('folder with model.json, or .xml and .bin', (folder) => {
  const isModel = existsSync(folder) && readdirSync(folder).some((name) => /^model\.json$|\.xml$/.test(name));
  if (!isModel) throw new Error(`${join(folder, 'model.json')} is not there, and no .xml`);
  return folder;
});

const laneWeights = settingType<LaneWeights>(laneNames.map((name) => `${name}=weight`).join(','), (value) => {
  const given = new Map(value.split(',').map((word) => word.trim().split('=') as [LaneName, string]));
  const weights = laneNames.map((name) => [name, Number(given.get(name))] as const);
  const wrong = weights.find(([, weight]) => !(weight >= 0.01 && weight <= 1000));
  if (wrong) throw new Error(`the weight of ${wrong[0]} must be a number from 0.01 to 1000`);
  if (given.size !== laneNames.length) throw new Error(`the lanes are ${laneNames.join(', ')}`);
  return Object.fromEntries(weights) as Record<LaneName, number>;
});

/** A target for an error rate. */
const rate = (spec: { readonly default: number; readonly desc: string }) =>
  number({ ...spec, min: 1e-9, max: 0.5 });

export const visionSettings = defineSettings('vision', {
  VISION_BACKEND: text<BackendChoice>({
    choices: ['auto', 'tensorflow', 'webgpu', 'wasm'],
    default: 'auto',
    desc: 'How the models run: native TensorFlow, WebGPU or WebAssembly; auto takes the first that works',
  }),
  VISION_WORKERS: integer({
    default: 0,
    min: 0,
    max: 64,
    desc: 'Worker threads, each with its own models (about 250 MB); 0 means one fewer than the cores, or one on a GPU',
  }),
  VISION_MAX_QUEUED_PHOTOGRAPHS: integer({
    default: 64,
    min: 1,
    max: 10_000,
    desc:
      'Maximum number of photographs that wait for a worker in each lane, in that of callers without a token half as many; more get ' +
      '503 with Retry-After',
  }),
  VISION_LANE_WEIGHTS: laneWeights({
    default: defaultLaneWeights,
    desc:
      'Shares of the workers while photographs of several kinds wait: enrolment and verification, liveness, frames of accounts, ' +
      'frames of callers without a token, e.g. recognition=16,liveness=8,frames=4,anonymous=1',
  }),
  VISION_BATCH_SIZE: integer({
    default: 4,
    min: 1,
    max: 32,
    desc: 'Maximum number of photographs that a worker takes at once; their faces share model runs',
  }),
  MODEL_DIR: path({
    default: undefined,
    desc:
      'Folder with the weights that no package carries, as "npm run models -- --to <folder>" copies them. Without it, ' +
      "they are read where that command keeps them: argus/models in the user's cache folder (XDG_CACHE_HOME)",
  }),
  GAZE_MODEL_DIR: modelFolder({
    default: undefined,
    desc:
      'Folder with a gaze network: TensorFlow.js (model.json and its shards) or OpenVINO (.xml and .bin), with the inputs of ' +
      'BlazeGaze or of gaze-estimation-adas-0002. Gaze without a calibration is then the network’s, and calibration fits its ' +
      'output as features. Without it, they are geometry and the positions of the irises in the eyes',
  }),
  VISION_VERIFICATION_FMR: rate({
    default: 1e-4,
    desc:
      'Highest false match rate of a verification (1:1): the share of other people who are taken for the claimed person. ' +
      'This and the next targets are turned into thresholds by the measured curve of the descriptor model (docs/recognition.md)',
  }),
  VISION_IDENTIFICATION_FPIR: rate({
    default: 0.001,
    desc:
      'Highest false positive identification rate of a search (1:N): the share of strangers who are given a name. The ' +
      'threshold rises with the people and photographs in the gallery',
  }),
  VISION_FORMER_TEMPLATES: text<'recognise' | 'ignore'>({
    choices: ['recognise', 'ignore'],
    default: 'recognise',
    desc:
      'What happens to people who were enrolled by the descriptor model before: they are recognised by it, in a gallery and ' +
      'with thresholds of its own, or not at all, until they enrol again. Templates of two models are never compared',
  }),
  VISION_UNDECIDED_FACTOR: number({
    default: 10,
    min: 1,
    max: 1000,
    desc:
      'A face that would match only at a target this many times weaker is inconclusive: nobody is named, and it is not said ' +
      'to be a stranger. 1 leaves no such zone',
  }),
  VISION_SECOND_PERSON_PROBABILITY: number({
    default: 0.01,
    min: 1e-6,
    max: 0.5,
    desc:
      'Highest calibrated probability that the face is the second best person instead; above it the face is inconclusive. ' +
      '0.5 names the best person however near the second is',
  }),
  VISION_DUPLICATE_FMR: rate({
    default: 1e-7,
    desc:
      'False match rate, per pair of photographs, from which an enrolment is held as a conflict with somebody who is enrolled. ' +
      'A new person is compared with all photographs of all people, so it must be small',
  }),
  VISION_CONSISTENCY_FMR: rate({
    default: 0.01,
    desc:
      'False match rate, per pair of photographs, of the check that the photographs of one enrolment show one person. It is ' +
      'weak, because they differ in pose and light',
  }),
  VISION_SIMILARITY_THRESHOLD: removed(
    'Set targets instead: VISION_VERIFICATION_FMR, VISION_IDENTIFICATION_FPIR and VISION_DUPLICATE_FMR.',
  ),
  VISION_CONSISTENCY_THRESHOLD: removed('Set the target VISION_CONSISTENCY_FMR instead.'),
  VISION_PENDING_TEMPLATE_DAYS: integer({
    default: 90,
    min: 1,
    max: 3650,
    desc:
      'Days for which the template of an enrolment waits for the decision of its conflict case; it is destroyed afterwards, and the ' +
      'person enrols again',
  }),
  VISION_LIVENESS_GATES: bool({
    default: false,
    desc: 'Whether faces that the passive models score as imitations are refused; the models do not separate attacks from people',
  }),
  VISION_ANTI_SPOOF_THRESHOLD: number({
    default: 0.25,
    min: 0,
    max: 1,
    desc: 'Minimum passive anti-spoof score of a live face (real photographs scored 0.29 to 0.89, a mask 0.91)',
  }),
  VISION_LIVENESS_THRESHOLD: number({
    default: 0.4,
    min: 0,
    max: 1,
    desc: 'Minimum passive liveness score of a live face (real photographs scored 0.45 to 1.00, a painting 1.00)',
  }),
  VISION_LIVENESS_ANSWER_SECONDS: integer({
    default: 15,
    min: 3,
    max: 600,
    desc:
      'Seconds beside the length of its series within which a liveness challenge must be answered: to get ready and to send the ' +
      'frames. More of them leave an attacker more time to draw frames',
  }),
  VISION_LIVENESS_USABLE_SECONDS: integer({
    default: 120,
    min: 10,
    max: 3600,
    desc: 'Seconds for which a passed liveness challenge can be used, and its sealed face is kept',
  }),
  VISION_LIVENESS_AUDIT_DAYS: integer({
    default: 90,
    min: 1,
    max: 3650,
    desc: 'Days for which liveness challenges with outcome, reasons and figures of the movement are kept; no pictures are',
  }),
});

export type VisionSettings = SettingsOf<typeof visionSettings>;
