import { fitsForm, takesFiles } from '../fields/index.js';
import type { AnyOperation } from './operation.js';

const usual = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/** In what media types an operation takes its body: what its document states, and nothing else; empty where it takes none. */
export function mediaTypesOf({ http, body }: AnyOperation): readonly string[] {
  if (http?.rawBody) return http.rawBody.mediaTypes;
  if (body === undefined || http?.stream) return [];
  if (takesFiles(body)) return ['multipart/form-data'];
  return fitsForm(body) ? usual : ['application/json'];
}

/** Content codings (RFC 9110, 8.4.1) that a body may have; only who reads bytes as they were sent can undo one. */
export const contentCodingsOf = ({ http }: AnyOperation): readonly string[] =>
  http?.rawBody ? ['gzip', 'identity'] : ['identity'];
