import type { Picture } from '@argus/imaging';
import type { Detection } from '../detection/detection.js';
import type { ModelSet } from './model-set.js';

const EDGE_PX = 256;

/** Runs every model once on a grey picture. The first photograph then need not wait for kernels and packed weights. */
export async function warmUp({
  detector,
  faceMesh,
  descriptor,
  passiveLiveness,
  iris,
}: ModelSet): Promise<void> {
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
  await detector.detect(picture, 'all');
  const faces = (await faceMesh.fit([{ picture, detection }])).map(({ mesh }) => ({ picture, mesh }));
  await descriptor.describe(faces);
  await passiveLiveness.score(faces, true);
  await iris.locate(faces);
}
