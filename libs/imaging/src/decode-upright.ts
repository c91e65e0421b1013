import { DomainError } from '@argus/contracts';
import sharp from 'sharp';
import { inspectImage, MAX_IMAGE_PIXELS, type ImageHeader } from './inspect-image.js';
import { wholeJpeg } from './whole-jpeg.js';

/** Eight-bit sRGB pixels, row by row, three bytes each. */
export interface Picture {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Header of the file. Larger than the picture if `maxEdgePx` scaled it down. */
  readonly original: ImageHeader;
}

export interface DecodeOptions {
  /** Longer edges are scaled down to this while decoding. Shorter ones are not scaled up. */
  readonly maxEdgePx?: number;
}

/**
 * Decodes to upright sRGB: applies the EXIF orientation, converts CMYK and 16 bits, puts transparency on white.
 * @throws DomainError as `inspectImage`; also IMAGE_DAMAGED where pixels are missing or destroyed.
 */
export async function decodeUpright(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Picture> {
  const original = await inspectImage(bytes);
  const { bytes: whole, failOn } =
    original.format === 'jpeg'
      ? await wholeJpeg(bytes, original.width * original.height)
      : ({ bytes, failOn: 'error' } as const);
  let image = sharp(whole, { limitInputPixels: MAX_IMAGE_PIXELS, failOn, pages: 1 }).autoOrient();
  const { maxEdgePx } = options;
  if (maxEdgePx !== undefined && Math.max(original.width, original.height) > maxEdgePx) {
    image = image.resize(maxEdgePx, maxEdgePx, { fit: 'inside', kernel: 'linear' });
  }
  try {
    const { data, info } = await image
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const rgb = info.channels === 1 ? greyToRgb(data) : data;
    return { rgb, width: info.width, height: info.height, original };
  } catch (error) {
    throw new DomainError('IMAGE_DAMAGED', {}, { cause: error });
  }
}

function greyToRgb(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  grey.forEach((value, i) => rgb.fill(value, i * 3, i * 3 + 3));
  return rgb;
}
