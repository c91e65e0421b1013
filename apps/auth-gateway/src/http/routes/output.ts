import { type AnyOperation, pageItem, type Page, type ReplyCookie } from '@argus/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestFactsOf } from '../requests/client-request.js';
import { type Answer, type Dialect } from '../dialects/index.js';
import type { Input } from './input.js';

/** Sends the reply of an operation to the client. */
export type Output = (
  reply: unknown,
  input: Input,
  request: FastifyRequest,
  to: FastifyReply,
) => FastifyReply;

export function outputOf(operation: AnyOperation, dialect: Dialect, publicUrl: string | undefined): Output {
  const { http, reply: Reply } = operation;
  const status = http?.status ?? 200;
  const cookies = Object.entries(http?.cookies ?? {});
  if (Reply === undefined) return (_reply, _input, _request, to) => to.code(status).send();
  if (pageItem(Reply) !== undefined) {
    return (reply, { query }, request, to) => {
      const page = dialect.page(
        reply as Page<unknown>,
        query as { page: number; page_size: number },
        requestFactsOf(request, publicUrl),
      );
      return to.code(status).send(page);
    };
  }
  if (cookies.length === 0) return (reply, _input, _request, to) => to.code(status).send(reply);
  return (reply, _input, request, to) => {
    const body = { ...(reply as Record<string, unknown>) };
    for (const [field, cookie] of cookies) {
      const value = body[field];
      delete body[field];
      if (typeof value === 'string')
        to.header('set-cookie', cookieText(cookie, value, isSecure(request, publicUrl)));
    }
    return to.code(status).send(body);
  };
}

const isSecure = (request: FastifyRequest, publicUrl: string | undefined): boolean =>
  request.protocol === 'https' || (publicUrl?.startsWith('https:') ?? false);

function cookieText({ name, maxAgeSeconds, httpOnly }: ReplyCookie, value: string, secure: boolean): string {
  const attributes = ['Path=/', `Max-Age=${maxAgeSeconds}`, 'SameSite=Lax'];
  if (httpOnly) attributes.push('HttpOnly');
  if (secure) attributes.push('Secure');
  return [`${name}=${encodeURIComponent(value)}`, ...attributes].join('; ');
}

export function send(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
