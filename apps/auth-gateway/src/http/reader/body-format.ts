import { type JsonBounds, readJsonBody } from '@argus/contracts';
import { readUrlencoded } from './read-urlencoded.js';

/** What a body is read as. */
export type BodyFormat =
  | { readonly type: 'json'; readonly bounds: JsonBounds | undefined }
  | { readonly type: 'urlencoded'; readonly maxPairs: number };

/** Returns the value of a JSON body, or the pairs of a form. Throws MALFORMED_BODY. */
export const readAs = (bytes: Buffer, format: BodyFormat): unknown =>
  format.type === 'json' ? readJsonBody(bytes, format.bounds) : readUrlencoded(bytes, format.maxPairs);
