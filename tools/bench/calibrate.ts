/* One calibration, for what measures or watches a platform. */
import type { HttpClient } from '@argus/testing';
import { looks, viewerScreen } from '#e2e/calibration/viewer.js';

/** Calibrates the gaze of a simulated viewer over HTTP, as the page does: nine targets. */
export async function calibrate(client: HttpClient, candidate_id: string): Promise<void> {
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await client.post(`/api/${path}`, { candidate_id, ...body });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer.body as Record<string, unknown>;
  };
  const { session_id } = await post('calibration/session/create', {});
  await post('screen/info', viewerScreen);
  const { calibration_config } = await post('calibration/start', { session_id, targets: 9 });
  const { targets } = calibration_config as { targets: { position: { x: number; y: number } }[] };
  await post('calibration/samples', { session_id, samples: looks(targets.map(({ position }) => position)) });
  await post('calibration/complete', { session_id });
}
