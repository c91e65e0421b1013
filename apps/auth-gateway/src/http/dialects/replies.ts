import {
  type DomainError,
  type ErrorReply,
  type Page,
  platformErrors,
  type PlatformErrorCode,
  sentenceOfError,
} from '@argus/contracts';
import type { RequestFacts } from './dialect.js';

type Headers = Record<string, string>;

/** Returns the Retry-After header, in seconds, if the error has one. */
export function retryAfter({ details }: DomainError): Headers {
  const { retryAfterSeconds: seconds } = details;
  return seconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(seconds))) };
}

/** Names the unsupported part of a body: its media type or its content coding. */
export function unsupported({ details }: DomainError): string {
  const { coding, mediaType = '' } = details as { coding?: string; mediaType?: string };
  return coding === undefined ? `media type "${mediaType}"` : `content coding "${coding}"`;
}

/** Returns the code if it is the platform's, else INTERNAL: other codes are not shown to clients. */
export const platformCodeOf = ({ code }: DomainError): PlatformErrorCode =>
  Object.hasOwn(platformErrors, code) ? (code as PlatformErrorCode) : 'INTERNAL';

/** Returns an error of one operation as Django REST Framework words it: `{"error": "…"}`, `{"email": ["…"]}`. */
export function frameworkBody(reply: ErrorReply, error: DomainError): object {
  const { key, code } = reply;
  const text = sentenceOfError(reply, error);
  const value = key === 'error' || key === 'detail' ? text : [text];
  return { [key]: value, ...(code !== undefined && { code }) };
}

/** Returns a page with links to the next and previous one, made from the URL of the request. */
export function linkedPage(
  { count, results }: Page<unknown>,
  { page, page_size: size }: { readonly page: number; readonly page_size: number },
  { url }: RequestFacts,
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
