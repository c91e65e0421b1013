import { type DomainError, platformErrors } from '@argus/contracts';
import type { Answer, Asked, Dialect } from './dialect.js';
import { drf, frameworkBodies } from './drf.js';
import { sentenceOf } from './drf-issues.js';
import { frameworkBody, linkedPage, platformCodeOf, retryAfter } from './replies.js';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="api"' };

/** ProctorX says in one text what was wrong; a key that is missing is just "Invalid input", as in the original. */
function issuesText({ details }: DomainError): string {
  const issues = details.issues ?? [];
  if (issues.every(({ code }) => code === 'required')) return 'Invalid input';
  return issues
    .filter(({ code }) => code !== 'required')
    .map((issue) => [issue.path.join('.'), sentenceOf(issue)].filter(Boolean).join(': '))
    .join(' ');
}

function textOf(error: DomainError, asked: Asked): string {
  if (error.code === 'VALIDATION_FAILED') return issuesText(error);
  const { detail } = frameworkBodies[platformCodeOf(error)](error, asked) as { detail: string };
  return detail;
}

const isOfPath = ({ code, details }: DomainError): boolean =>
  code === 'VALIDATION_FAILED' && (details.issues ?? []).some(({ place }) => place === 'path');

/** The dialect of ProctorX: `{"ok": false, "error": "text"}`, but DRF's own words where the framework answered. */
export const proctorx: Dialect = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  hasFormats: false,

  error(error, asked, operation): Answer {
    const own = operation?.errors?.[error.code];
    if (own !== undefined) {
      const body = own.key === 'detail' ? frameworkBody(own) : { ok: false, error: own.text };
      return {
        status: own.status,
        body,
        headers: { ...retryAfter(error), ...(own.challenge && CHALLENGE) },
      };
    }
    const reported = isOfPath(error) ? { code: 'NOT_FOUND' as const } : { code: platformCodeOf(error) };
    const status = platformErrors[reported.code];
    const headers = { ...retryAfter(error), ...(status === 401 && CHALLENGE) };
    if (status === 405) return { status, body: frameworkBodies.METHOD_NOT_ALLOWED(error, asked), headers };
    const text = reported.code === 'NOT_FOUND' ? 'Not found.' : textOf(error, asked);
    const trace = status >= 500 && { request_id: asked.requestId };
    return { status, body: { ok: false, error: text, ...trace }, headers };
  },

  page: (page, query, asked) => ({ ok: true, ...linkedPage(page, query, asked) }),
  options: (operations, resource) => drf.options(operations, resource),
};
