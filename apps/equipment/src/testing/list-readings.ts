import type { ReadingQuery, ReadingView } from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { ReadingController } from '../ingest/reading.controller.js';

/** Returns the list of readings, joined from its pieces. */
export async function listReadings(
  replica: ServiceReplica,
  query: Partial<ReadingQuery> = {},
): Promise<ReadingView[]> {
  let text = '';
  let state: Uint8Array | undefined;
  do {
    const body = state === undefined ? {} : { state };
    const piece = await replica.get(ReadingController).list({ query: { ordering: 'id', ...query }, body });
    text += Buffer.from(piece.bytes).toString();
    state = piece.next;
  } while (state !== undefined);
  return JSON.parse(text) as ReadingView[];
}
