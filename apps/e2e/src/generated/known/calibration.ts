import { randomUUID } from 'node:crypto';
import { looks, viewerScreen } from '../../calibration/viewer.js';
import { photographs } from './faces.js';
import type { Ask, Known } from './known.js';

const targets = [0.1, 0.9].flatMap((y) => [0.1, 0.9].map((x) => ({ x, y })));

/** A candidate who is calibrated and begins anew, as somebody who comes back. */
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
  return {
    fields: {
      candidate_id: [candidate_id],
      session_id: [begun, begun, begun, calibrated],
      samples: [samples, looks([{ x: 0.3, y: 0.4 }])],
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
