import { DomainError } from '@argus/contracts';

const EOI = 0xd9;
const SOS = 0xda;
const END = Buffer.from([0xff, EOI]);
/* Start of a frame that browsers decode: baseline, extended sequential, progressive. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const PROGRESSIVE = 0xc2;
/* What starts any frame, and the three codes among them that do not: DHT, JPG, DAC. */
const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
/* What applications add: APPn, COM. */
const isNote = (code: number): boolean => (code >= 0xe0 && code <= 0xef) || code === 0xfe;
/* Markers without a length: TEM, restarts, SOI. */
const isAlone = (code: number): boolean => code === 0x01 || (code >= 0xd0 && code <= 0xd8);
const isRestart = (code: number): boolean => code >= 0xd0 && code <= 0xd7;

/* Real files have under 300: a colour profile takes up to 255. libvips reads no more than 100 scans. */
const MAX_SEGMENTS = 1000;
const MAX_SCANS = 100;
const MAX_SCAN_COMPONENTS = 4;

interface Part {
  readonly code: number;
  readonly bytes: Buffer;
}

/** A JPEG, sorted by its markers alone. */
export interface JpegFile {
  /** The first picture as it should have been written: with an end marker, without bytes between its segments and after its end. */
  readonly bytes: Uint8Array;
  /** Whether the scans hold every coefficient of every component to its last bit (ITU-T T.81, annex G). */
  readonly isWhole: boolean;
  /** The scans and what decodes them, for a picture of one scan with a component more that has none: all data are then read at once. */
  readonly scans: Uint8Array;
  /** Zeros at the end of the last scan. */
  readonly zeroBytes: number;
}

/**
 * Returns undefined if there is no scan, or of a kind that browsers do not decode.
 * @throws DomainError IMAGE_DAMAGED for a header of a scan or frame that no decoder takes, a second frame, over 100 scans or 1000 segments.
 */
export function readJpeg(file: Uint8Array): JpegFile | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const parts: Part[] = [];
  const coverage = new Coverage();
  for (let at = 2; ;) {
    at = bytes.indexOf(0xff, at);
    while (at >= 0 && bytes[at + 1] === 0xff) at++;
    const code = at < 0 ? undefined : bytes[at + 1];
    if (code === undefined || code === EOI) break;
    const hasLength = !isAlone(code) && code !== 0 && at + 4 <= bytes.length;
    const end = at + 2 + (hasLength ? bytes.readUInt16BE(at + 2) : 0);
    const segment = bytes.subarray(at, end);
    at = end;
    if (segment.length < 4) continue;
    if (parts.length === MAX_SEGMENTS) throw new DomainError('IMAGE_DAMAGED');
    if (isFrame(code)) {
      if (!FRAMES.has(code)) return undefined;
      coverage.frame(code, segment);
    }
    if (code !== SOS) parts.push({ code, bytes: segment });
    else {
      at = endOfScan(bytes, end);
      parts.push({ code, bytes: Buffer.concat([coverage.scan(segment), bytes.subarray(end, at)]) });
    }
  }
  const lastScan = parts.findLast(({ code }) => code === SOS);
  if (!lastScan) return undefined;
  const decoding = parts.filter(({ code }) => !isNote(code));
  return {
    bytes: joined(parts.map(({ bytes: each }) => each)),
    isWhole: coverage.isWhole,
    scans: joined(decoding.map(({ code, bytes: each }) => (FRAMES.has(code) ? withSpare(each) : each))),
    zeroBytes: zerosOf(lastScan.bytes),
  };
}

const joined = (parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, END]);

/** Returns where the next marker is that is no restart. FF 00 stands for the byte FF. */
function endOfScan(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1];
    if (code !== undefined && code !== 0 && code !== 0xff && !isRestart(code)) return at;
  }
  return bytes.length;
}

function zerosOf(scan: Buffer): number {
  let length = scan.length;
  while (length > 0 && scan[length - 1] === 0) length--;
  return scan.length - length;
}

/** Returns the header of a frame with a component more; of a grey one, with two. */
function withSpare(frame: Buffer): Buffer {
  const count = frame[9]!;
  const spares = count === 1 ? [0xfe, 0xff] : [0xff];
  const [sampling, table] = [count === 1 ? frame[11]! : 0x11, frame[12]!];
  const wider = Buffer.concat([frame, Buffer.from(spares.flatMap((id) => [id, sampling, table]))]);
  wider.writeUInt16BE(wider.length - 2, 2);
  wider[9] = count + spares.length;
  return wider;
}

/** Which bits of which coefficients the scans bring. */
class Coverage {
  private isProgressive: boolean | undefined;
  private scans = 0;
  /** The lowest bit that came, by component and coefficient. */
  private readonly lowestBits = new Map<number, Uint8Array>();

  get isWhole(): boolean {
    return [...this.lowestBits.values()].every((bits) => bits.every((bit) => bit === 0));
  }

  frame(code: number, segment: Buffer): void {
    const isSecond = this.isProgressive !== undefined;
    if (isSecond || segment.length !== 10 + 3 * (segment[9] ?? 0)) throw new DomainError('IMAGE_DAMAGED');
    this.isProgressive = code === PROGRESSIVE;
    for (let at = 10; at < segment.length; at += 3)
      this.lowestBits.set(segment[at]!, new Uint8Array(64).fill(0xff));
  }

  /** Returns the header of the scan. Some telephones write one of a sequential picture wrongly; there is only one right way. */
  scan(segment: Buffer): Buffer {
    const count = segment[4] ?? 0;
    const hasRightLength = count >= 1 && count <= MAX_SCAN_COMPONENTS && segment.length === 8 + 2 * count;
    if (!hasRightLength || ++this.scans > MAX_SCANS) throw new DomainError('IMAGE_DAMAGED');
    const at = 5 + 2 * count;
    const header = this.isProgressive
      ? segment
      : Buffer.concat([segment.subarray(0, at), Buffer.from([0, 63, 0]), segment.subarray(at + 3)]);
    const [first = 0, last = 0, bits = 0] = header.subarray(at);
    for (let i = 5; i < at; i += 2) this.lowestBits.get(segment[i]!)?.fill(bits & 0xf, first, last + 1);
    return header;
  }
}
