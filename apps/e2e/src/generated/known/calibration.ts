import { randomUUID } from 'node:crypto';
import { looks, viewerScreen } from '../../calibration/viewer.js';
import { photographs } from './faces.js';
import type { Ask, Known } from './known.js';

const targets = [0.1, 0.9].flatMap((y) => [0.1, 0.9].map((x) => ({ x, y })));

/* Valid numbers, but no eye looks that way or is in that place. */
const oddVectors = [
  [0, 0, 0],
  [0, 0, 1],
  [5e-324, 0, 0],
  [1e308, 1e308, -1e308],
];
const odd = oddVectors.flatMap((vector) => [
  looks(targets).map((look) => ({ ...look, gaze_vector: vector })),
  looks(targets).map((look) => ({ ...look, gaze_origin_mm: vector })),
]);

/** Creates a candidate with a calibration and a second session. */
export async function knownCalibration(ask: Ask): Promise<Known> {
  const candidate_id = `c-${randomUUID()}`;
  const begin = async (): Promise<string> => {
    const created = await ask('POST', '/api/calibration/session/create', { candidate_id });
    return (created as { session_id: string }).session_id;
  };
  const calibrated = await begin();
  await ask('POST', '/api/screen/info', { candidate_id, ...viewerScreen });
  const samples = looks(targets);
  await ask('POST', '/api/calibration/samples', { session_id: calibrated, candidate_id, samples });
  await ask('POST', '/api/calibration/complete', { session_id: calibrated, candidate_id });
  const begun = await begin();
  await ask('POST', '/api/calibration/samples', { session_id: begun, candidate_id, samples });
  /* A session may hold impossible gaze; only its completion may fail. */
  const oddly = await begin();
  await ask('POST', '/api/calibration/samples', { session_id: oddly, candidate_id, samples: odd.at(-1) });
  return {
    fields: {
      candidate_id: [candidate_id],
      session_id: [begun, begun, begun, oddly, calibrated],
      samples: [samples, samples, looks([{ x: 0.3, y: 0.4 }]), ...odd],
      target_index: [0, 1],
      target_position: targets,
      frame_data: photographs.map((bytes) => bytes.toString('base64')),
      image: photographs.map((bytes) => bytes.toString('base64')),
      frame: photographs,
      ...Object.fromEntries(Object.entries(viewerScreen).map(([name, value]) => [name, [value]])),
    },
    params: { candidate_id: [candidate_id], session_id: [begun, calibrated] },
  };
}
