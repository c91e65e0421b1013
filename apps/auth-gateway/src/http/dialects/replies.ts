import {
  type DomainError,
  type ErrorReply,
  type Page,
  platformErrors,
  type PlatformErrorCode,
} from '@argus/contracts';
import type { Asked } from './dialect.js';

type Headers = Record<string, string>;

/** When to come back, where the error says so. */
export function retryAfter({ details }: DomainError): Headers {
  const { retryAfterSeconds: seconds } = details;
  return seconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(seconds))) };
}

/** What of a body is not accepted: its media type or its content coding. */
export function unsupported({ details }: DomainError): string {
  const { coding, mediaType = '' } = details as { coding?: string; mediaType?: string };
  return coding === undefined ? `media type "${mediaType}"` : `content coding "${coding}"`;
}

/** The code as far as dialects have words for it; anything else is nobody's business but ours. */
export const platformCodeOf = ({ code }: DomainError): PlatformErrorCode =>
  Object.hasOwn(platformErrors, code) ? (code as PlatformErrorCode) : 'INTERNAL';

/** What Django REST Framework answers for an error of the operation's own: `{"error": "…"}`, `{"email": ["…"]}`. */
export function frameworkBody({ key, text, code }: ErrorReply): object {
  const value = key === 'error' || key === 'detail' ? text : [text];
  return { [key]: value, ...(code !== undefined && { code }) };
}

/** A page with links to its neighbours, made from the address that the client used. */
export function linkedPage(
  { count, results }: Page<unknown>,
  { page, page_size: size }: { readonly page: number; readonly page_size: number },
  { url }: Asked,
): object {
  const link = (to: number): string => {
    const query = new URLSearchParams(url.search);
    if (to === 1) query.delete('page');
    else query.set('page', String(to));
    return `${url.origin}${url.pathname}${query.size > 0 ? `?${query.toString()}` : ''}`;
  };
  const last = Math.max(1, Math.ceil(count / size));
  return {
    count,
    next: page < last ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results,
  };
}
