import { fitsForm, takesFiles } from '../fields/index.js';
import type { AnyOperation } from './operation.js';

const jsonOrForm = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/** Returns the media types that an operation accepts. Empty without a body. */
export function mediaTypesOf({ http, body }: AnyOperation): readonly string[] {
  if (http?.rawBody) return http.rawBody.mediaTypes;
  if (body === undefined || http?.stream) return [];
  if (takesFiles(body)) return ['multipart/form-data'];
  return fitsForm(body) ? jsonOrForm : ['application/json'];
}

/** Returns the content codings (RFC 9110, 8.4.1) of a body. Only operations with a raw body can unpack gzip. */
export const contentCodingsOf = ({ http }: AnyOperation): readonly string[] =>
  http?.rawBody ? ['gzip', 'identity'] : ['identity'];
