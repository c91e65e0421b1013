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
  /** Without user and password; where they stood in path or query, asterisks do. */
  readonly url: string;
  readonly credentials: CameraCredentials;
}

const HIDDEN = '***';
const NEXT = String.raw`_(?:password|passwd|pwd|pass|channel|stream)=`;
/** User and password as many cameras want them: `?user=admin&password=…`, `/user=admin_password=…_channel=1_stream=0.sdp`. */
const IN_ADDRESS = new RegExp(
  String.raw`(?<=[/?&;_])(username|user|usr|loginuse|password|passwd|pwd|pass|loginpas)=(?!${NEXT})([^/?&;]+?)(?=[/?&;]|${NEXT}|$)`,
  'gi',
);

/**
 * Takes user and password out of an address that somebody gave, also out of its path and its query.
 * @throws OutgoingRefused invalid_url
 */
export function splitAddress(text: string): SplitAddress {
  /* Characters that parsers disagree about are refused before one of them reads the text. */
  if (/[\u0000-\u0020\u007f\\]/.test(text) || !URL.canParse(text)) throw new OutgoingRefused('invalid_url');
  const url = new URL(text);
  const credentials: { -readonly [Name in keyof CameraCredentials]: string } = {
    ...(url.username !== '' && { username: plain(url.username) }),
    ...(url.password !== '' && { password: plain(url.password) }),
  };
  [url.username, url.password] = ['', ''];
  /* Behind the host they are what a password with a `#`, `/`, `?` or `@` left there, and the host is a piece of it. */
  if (/[@#]/.test(url.href)) throw new OutgoingRefused('invalid_url');
  const shown = url.href.replace(IN_ADDRESS, (_, parameter: string, value: string) => {
    const name = credentialOf(parameter);
    if (value !== HIDDEN) {
      if ((credentials[name] ?? plain(value)) !== plain(value)) throw new OutgoingRefused('invalid_url');
      credentials[name] = plain(value);
    }
    return `${parameter}=${HIDDEN}`;
  });
  return { url: shown, credentials };
}

/** Returns the address that is called: with user and password where its path or query wants them. */
export const filledAddress = (url: string, credentials: CameraCredentials): string =>
  url.replace(IN_ADDRESS, (whole: string, parameter: string, value: string) =>
    value === HIDDEN
      ? `${parameter}=${encodeURIComponent(credentials[credentialOf(parameter)] ?? '')}`
      : whole,
  );

const credentialOf = (parameter: string): keyof CameraCredentials =>
  /^(us|loginus)/i.test(parameter) ? 'username' : 'password';

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
