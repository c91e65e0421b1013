const MAX_HEAD_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 64 * 1024;
const DOLLAR = 0x24;
const HEAD_END = '\r\n\r\n';

/** A request or a response of RTSP (RFC 2326). Names of headers are in lower case. */
export interface RtspMessage {
  /** Request line or status line. */
  readonly first: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Bytes of media between the messages, with the four bytes before them. */
export interface RtspFrame {
  readonly channel: number;
  readonly bytes: Buffer;
}

/** What was sent is not RTSP, or too long. */
export class NotRtsp extends Error {}

/** Cuts a stream of bytes into messages and frames, with little memory: a head has at most 16 KiB, a body 64 KiB, a frame 64 KiB. */
export class RtspReader {
  private rest = Buffer.alloc(0);

  /** @param starts how the first line of a message begins; nothing else is read. */
  constructor(private readonly starts: RegExp) {}

  /** @throws NotRtsp */
  *read(bytes: Uint8Array): Generator<RtspMessage | RtspFrame> {
    this.rest = this.rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.rest, bytes]);
    for (;;) {
      const next = this.rest[0] === DOLLAR ? this.frame() : this.message();
      if (!next) return;
      yield next;
    }
  }

  private frame(): RtspFrame | undefined {
    if (this.rest.length < 4) return undefined;
    const end = 4 + this.rest.readUInt16BE(2);
    if (this.rest.length < end) return undefined;
    const bytes = this.rest.subarray(0, end);
    this.rest = this.rest.subarray(end);
    return { channel: bytes[1]!, bytes };
  }

  private message(): RtspMessage | undefined {
    if (this.rest.length === 0) return undefined;
    const beginning = this.rest.subarray(0, MAX_HEAD_BYTES).toString('latin1');
    if (beginning.length >= 12 && !this.starts.test(beginning)) throw new NotRtsp();
    const end = beginning.indexOf(HEAD_END);
    if (end < 0) {
      if (this.rest.length >= MAX_HEAD_BYTES) throw new NotRtsp();
      return undefined;
    }
    const [first = '', ...lines] = beginning.slice(0, end).split('\r\n');
    const headers = lines.map(headerOf);
    const length = Number(headers.find(([name]) => name === 'content-length')?.[1] ?? 0);
    if (!Number.isInteger(length) || length < 0 || length > MAX_BODY_BYTES) throw new NotRtsp();
    const bodyAt = end + HEAD_END.length;
    if (this.rest.length < bodyAt + length) return undefined;
    const body = this.rest.subarray(bodyAt, bodyAt + length).toString('latin1');
    this.rest = this.rest.subarray(bodyAt + length);
    return { first, headers, body };
  }
}

function headerOf(line: string): readonly [string, string] {
  const at = line.indexOf(':');
  return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
}

export const headersOf = ({ headers }: RtspMessage, name: string): string[] =>
  headers.flatMap(([each, value]) => (each === name ? [value] : []));

/** Returns a message as bytes, with the length of its body. */
export function written({ first, headers, body }: RtspMessage): Buffer {
  const others = headers.filter(([name]) => name !== 'content-length');
  const all =
    body === '' ? others : [...others, ['content-length', String(Buffer.byteLength(body, 'latin1'))]];
  const lines = all.map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([first, ...lines].join('\r\n') + HEAD_END + body, 'latin1');
}
