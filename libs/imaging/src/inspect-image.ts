import { DomainError } from '@argus/contracts';
import sharp, { type Metadata } from 'sharp';

// Callers decode several pictures in parallel, so one libvips thread per picture avoids contention for the cores.
sharp.concurrency(1);
sharp.cache(false);

export const MAX_IMAGE_PIXELS = 40_000_000;
/** A face in a smaller picture cannot be recognised. */
const MIN_IMAGE_EDGE_PX = 32;
/* As many as libpng keeps. */
const MAX_PNG_CHUNKS = 1000;

export type ImageFormat = 'jpeg' | 'png' | 'webp';

export interface ImageHeader {
  readonly format: ImageFormat;
  /** Pixels of the upright picture, EXIF orientation applied. */
  readonly width: number;
  readonly height: number;
}

/**
 * Returns format and size. Reads only the header, so that a picture is refused before its pixels take memory. The
 * content decides the format; names and declared types are ignored.
 * @throws DomainError IMAGE_NOT_READABLE, IMAGE_DAMAGED (a WebP file that is cut off, a PNG of over 1000 chunks before its picture), IMAGE_ANIMATED, IMAGE_TOO_LARGE (over 40 megapixels), IMAGE_TOO_SMALL.
 */
export async function inspectImage(bytes: Uint8Array): Promise<ImageHeader> {
  const format = sniffFormat(bytes);
  if (!format) throw new DomainError('IMAGE_NOT_READABLE');
  if (format === 'webp' && isCutOff(bytes)) throw new DomainError('IMAGE_DAMAGED');
  const { width, height, pages, orientation } = await readMetadata(bytes);
  if ((pages ?? 1) > 1 || (format === 'png' && isAnimatedPng(bytes))) throw new DomainError('IMAGE_ANIMATED');
  if (width * height > MAX_IMAGE_PIXELS) throw new DomainError('IMAGE_TOO_LARGE');
  if (Math.min(width, height) < MIN_IMAGE_EDGE_PX) throw new DomainError('IMAGE_TOO_SMALL');
  const lying = (orientation ?? 1) >= 5; // EXIF orientations 5 to 8 are quarter turns
  return { format, width: lying ? height : width, height: lying ? width : height };
}

/** Recognises a format by its first bytes, so that other formats, especially SVG, never reach a decoder. */
function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 12)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  return undefined;
}

/** Whether a RIFF file is shorter than it says. */
function isCutOff(bytes: Uint8Array): boolean {
  return bytes.length < 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
}

/** Whether an animation control stands before the picture, as browsers want it; decoders of PNG see the first frame alone. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let chunks = 0;
  for (let at = 8; at + 8 <= file.length; at += 12 + file.readUInt32BE(at)) {
    if (++chunks > MAX_PNG_CHUNKS) throw new DomainError('IMAGE_DAMAGED');
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}

async function readMetadata(bytes: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw new DomainError('IMAGE_NOT_READABLE', {}, { cause: error });
  }
}
