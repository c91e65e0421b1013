import { type DomainError, platformErrors, sentenceOfError } from '@argus/contracts';
import type { ErrorAnswer, RequestFacts, Dialect } from './dialect.js';
import { drf, frameworkBodies } from './drf.js';
import { sentenceOf, withChoices } from './drf-issues.js';
import { frameworkBody, linkedPage, platformCodeOf, retryAfter } from './replies.js';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="api"' };

/** Returns all issues in one text. Missing keys alone are "Invalid input", as in the original. */
function issuesText({ details }: DomainError): string {
  const issues = details.issues ?? [];
  if (issues.every(({ code }) => code === 'required')) return 'Invalid input';
  return issues
    .filter(({ code }) => code !== 'required')
    .map((issue) => [issue.path.join('.'), sentenceOf(issue)].filter(Boolean).join(': '))
    .join(' ');
}

function textOf(error: DomainError, request: RequestFacts): string {
  if (error.code === 'VALIDATION_FAILED' || error.code === 'UNKNOWN_PARAMETER')
    return issuesText(withChoices(error));
  const { detail } = frameworkBodies[platformCodeOf(error)](error, request) as { detail: string };
  return detail;
}

const isOfPath = ({ code, details }: DomainError): boolean =>
  code === 'VALIDATION_FAILED' && (details.issues ?? []).some(({ place }) => place === 'path');

/** The dialect of ProctorX: `{"ok": false, "error": "text"}`. Where its framework answered, the words are DRF's. */
export const proctorx: Dialect = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  hasFormats: false,

  error(error, request, operation): ErrorAnswer {
    const own = operation?.errors?.[error.code];
    if (own !== undefined) {
      const body =
        own.key === 'detail' ? frameworkBody(own, error) : { ok: false, error: sentenceOfError(own, error) };
      return {
        status: own.status,
        code: error.code,
        body,
        headers: { ...retryAfter(error), ...(own.challenge && CHALLENGE) },
      };
    }
    const code = isOfPath(error) ? 'NOT_FOUND' : platformCodeOf(error);
    const status = platformErrors[code];
    const headers = { ...retryAfter(error), ...(status === 401 && CHALLENGE) };
    if (status === 405)
      return { status, code, body: frameworkBodies.METHOD_NOT_ALLOWED(error, request), headers };
    const text = code === 'NOT_FOUND' ? 'Not found.' : textOf(error, request);
    const trace = status >= 500 && { request_id: request.requestId };
    return { status, code, body: { ok: false, error: text, ...trace }, headers };
  },

  page: (page, query, request) => ({ ok: true, ...linkedPage(page, query, request) }),
  options: (operations, resource) => drf.options(operations, resource),
};
