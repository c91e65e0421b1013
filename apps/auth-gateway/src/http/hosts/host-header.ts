import type { IncomingMessage } from 'node:http';

/** Returns what is wrong with the Host header (RFC 9112, 3.2): missing or repeated. Node's own answer would be empty. */
export function hostProblem({ headers, rawHeaders, httpVersion }: IncomingMessage): string | undefined {
  if (headers.host === undefined && httpVersion === '1.1')
    return 'The request has no Host header; HTTP/1.1 requires exactly one.';
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1 ? 'The request has more than one Host header; HTTP/1.1 requires exactly one.' : undefined;
}
