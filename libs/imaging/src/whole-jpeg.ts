import { DomainError } from '@argus/contracts';
import sharp, { type FailOnOptions } from 'sharp';
import { type JpegFile, readJpeg } from './jpeg-file.js';

/* What libjpeg says of data that no pixel needs. */
const LEFT_OVER = /^VipsJpeg: Corrupt JPEG data: (\d+) extraneous bytes before marker 0xd9$/;
/* Cameras fill up what they write. */
const MAX_FILLED_BYTES = 8;
const MAX_FILLED_ZEROS = 64;
/* Reading all data at once takes two bytes for each coefficient. */
const MAX_CHECKED_PIXELS = 16_000_000;

export interface WholeJpeg {
  readonly bytes: Uint8Array;
  /** What the decoder must not pass over. */
  readonly failOn: FailOnOptions;
}

/**
 * Returns a JPEG as it should have been written. One that lacks only its end marker has all its pixels. Of more than 16 megapixels, damage
 * in the last rows is not noticed.
 * @throws DomainError IMAGE_NOT_READABLE for kinds that browsers do not show; IMAGE_DAMAGED if scans or a part of one are missing, or if
 * one has more data than pixels, since a decoder that meets destroyed data goes on with wrong pixels and ends too early or too late.
 */
export async function wholeJpeg(file: Uint8Array, pixels: number): Promise<WholeJpeg> {
  const jpeg = sortedJpeg(file);
  if (!jpeg) throw new DomainError('IMAGE_NOT_READABLE');
  if (!jpeg.isWhole) throw new DomainError('IMAGE_DAMAGED');
  if (pixels > MAX_CHECKED_PIXELS) return { bytes: jpeg.bytes, failOn: 'warning' };
  /* libvips looks for warnings before a row and never after the last, so all data must be read before the first. */
  const corner = { left: 0, top: 0, width: 8, height: 8 };
  try {
    /* Four components are CMYK: a pipeline in CMYK converts nothing. */
    await sharp(jpeg.scans, { failOn: 'warning', limitInputPixels: MAX_CHECKED_PIXELS, ignoreIcc: true })
      .pipelineColourspace('cmyk')
      .extract(corner)
      .toColourspace('cmyk')
      .raw()
      .toBuffer();
  } catch (error) {
    const leftOver = Number(LEFT_OVER.exec((error as Error).message)?.[1] ?? Infinity);
    if (leftOver > Math.max(MAX_FILLED_BYTES, Math.min(jpeg.zeroBytes, MAX_FILLED_ZEROS)))
      throw new DomainError('IMAGE_DAMAGED', {}, { cause: error });
  }
  return { bytes: jpeg.bytes, failOn: 'error' };
}

/** A file that trips the reader is damaged too: hostile bytes must not look like a fault of the server. */
function sortedJpeg(file: Uint8Array): JpegFile | undefined {
  try {
    return readJpeg(file);
  } catch (error) {
    throw error instanceof DomainError ? error : new DomainError('IMAGE_DAMAGED', {}, { cause: error });
  }
}
