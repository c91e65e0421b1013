import type { Picture } from '@argus/imaging';
import type { Detection } from '../detection/detection.js';
import type { Mesh } from '../mesh/mesh.js';
import type { ModelSet } from './model-set.js';

const EDGE_PX = 256;

const picture: Picture = {
  rgb: new Uint8Array(EDGE_PX * EDGE_PX * 3).fill(128),
  width: EDGE_PX,
  height: EDGE_PX,
  original: { format: 'png', width: EDGE_PX, height: EDGE_PX },
};
const detection: Detection = {
  box: { x: 64, y: 64, width: 128, height: 128 },
  score: 1,
  rightEye: { x: 100, y: 110 },
  leftEye: { x: 156, y: 110 },
};

/**
 * Runs every model that is loaded once on a grey picture. The first photograph then need not wait for kernels and packed weights.
 */
export async function warmUp(models: ModelSet): Promise<void> {
  await models.detector.detect(picture, 'all');
  const faces = await greyFaces(models);
  await models.passiveLiveness.score(faces, true);
  await models.iris.locate(faces);
}

/** Loads the network that describes faces, and runs it once. */
export async function warmUpDescriptor(models: ModelSet): Promise<void> {
  await models.descriptor.describe(await greyFaces(models));
}

const greyFaces = async ({ faceMesh }: ModelSet): Promise<{ picture: Picture; mesh: Mesh }[]> =>
  (await faceMesh.fit([{ picture, detection }])).map(({ mesh }) => ({ picture, mesh }));
