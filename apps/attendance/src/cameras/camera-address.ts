import { isIP } from 'node:net';
import { OutgoingRefused } from '@argus/outgoing';

/** Schemes of cameras. */
export const cameraProtocols = ['rtsp:', 'rtsps:', 'http:', 'https:'] as const;

/** Of a camera. Either may be missing. */
export interface CameraCredentials {
  readonly username?: string;
  readonly password?: string;
}

export interface SplitAddress {
  /** Without user and password. */
  readonly url: string;
  readonly credentials: CameraCredentials;
}

/**
 * Takes user and password out of an address that somebody gave.
 * @throws OutgoingRefused invalid_url
 */
export function splitAddress(text: string): SplitAddress {
  /* Characters that parsers disagree about are refused before one of them reads the text. */
  if (/[\u0000-\u0020\u007f\\]/.test(text) || !URL.canParse(text)) throw new OutgoingRefused('invalid_url');
  const url = new URL(text);
  const credentials = {
    ...(url.username !== '' && { username: plain(url.username) }),
    ...(url.password !== '' && { password: plain(url.password) }),
  };
  [url.username, url.password] = ['', ''];
  return { url: url.href, credentials };
}

/** Whether two addresses are one server, which may be shown the same password. */
export function isSameServer(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [a, b] = [new URL(one), new URL(other)];
  return a.protocol === b.protocol && a.host === b.host;
}

export const isIpAddress = (text: string): boolean => isIP(text) !== 0;

function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new OutgoingRefused('invalid_url');
  }
}
