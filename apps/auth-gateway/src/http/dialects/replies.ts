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

interface UnsupportedContent {
  readonly coding?: string;
  readonly mediaType?: string;
  readonly accepted?: readonly string[];
}

/** Names the unsupported part of a body: its media type or its content coding. */
export function unsupported({ details }: DomainError): string {
  const { coding, mediaType = '' } = details as UnsupportedContent;
  return coding === undefined ? `media type "${mediaType}"` : `content coding "${coding}"`;
}

const choices = new Intl.ListFormat('en', { type: 'disjunction' });

/** Says in a sentence which content is accepted instead; empty where no operation tells. */
export function supported({ details }: DomainError): string {
  const { coding, accepted = [] } = details as UnsupportedContent;
  if (accepted.length === 0) return '';
  if (coding === undefined) return ` Send ${choices.format(accepted)}, in UTF-8.`;
  const packed = accepted.filter((each) => each !== 'identity');
  return packed.length === 0 ? ' Send it unpacked.' : ` Send it unpacked or in ${choices.format(packed)}.`;
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
