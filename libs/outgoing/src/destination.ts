import { isIP } from 'node:net';
import { OutgoingRefused } from './outgoing-refused.js';

/** Where a request goes, read as the connection will read it. */
export interface Destination {
  readonly protocol: string;
  /** A name in lower case, or an address in its canonical form without brackets. */
  readonly host: string;
  /** As written; undefined for the scheme's own. */
  readonly port: number | undefined;
  readonly url: URL;
}

/* Parsers disagree about these; what one takes for a path is a host to another. */
const AMBIGUOUS = /[\u0000-\u0020\u007f\\]/;

/**
 * Reads an address that somebody gave. Hosts are read by the rules of `http` for every scheme: the WHATWG parser leaves `0x7f.1` of an
 * `rtsp:` address alone, and the system's resolver makes 127.0.0.1 of it.
 * @param protocols such as `https:`
 * @throws OutgoingRefused invalid_url, wrong_scheme, credentials
 */
export function destinationOf(text: string, protocols: readonly string[]): Destination {
  const url = parsed(text);
  if (AMBIGUOUS.test(text) || !url || url.port === '0') throw new OutgoingRefused('invalid_url');
  if (!protocols.includes(url.protocol)) throw new OutgoingRefused('wrong_scheme');
  if (url.username !== '' || url.password !== '') throw new OutgoingRefused('credentials');
  const host = parsed(`http://${url.host}/`)?.hostname.replace(/^\[|\]$/g, '');
  if (!host) throw new OutgoingRefused('invalid_url');
  return { protocol: url.protocol, host, port: url.port === '' ? undefined : Number(url.port), url };
}

/** Whether the host is an address, so that no name is looked up. */
export const isAddress = (host: string): boolean => isIP(host) !== 0;

const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);
