import { DomainError } from '@argus/contracts';
import sharp from 'sharp';
import { inspectImage, MAX_IMAGE_PIXELS } from './inspect-image.js';

const [WIDTH, HEIGHT] = [640, 360];
/** Pixels on an edge of the cells whose means are compared between pictures. */
const CELL = 4;
const COLUMNS = WIDTH / CELL;
/** Cells on an edge of a tile, about as large as a face far away. */
const TILE = 10;

/** How a picture of a film looks, without what it shows. */
export interface PictureMeasures {
  /** Of the file, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Mean of the grey values, 0 to 255. */
  readonly brightness: number;
  /** Standard deviation of the grey values; about 0 where the lens is covered. */
  readonly contrast: number;
  /** Variance of the Laplacian at 640 x 360 pixels; low where the picture is blurred (Pech-Pacheco and others, 2000). */
  readonly sharpness: number;
  /** Means of 160 x 90 cells, to be compared with those of another picture. */
  readonly cells: Float32Array;
}

/** Measures a picture of a film. @throws DomainError as `inspectImage`; IMAGE_DAMAGED */
export async function measurePicture(bytes: Uint8Array): Promise<PictureMeasures> {
  const { width, height } = await inspectImage(bytes);
  const grey = await sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'error', pages: 1 })
    .resize(WIDTH, HEIGHT, { fit: 'fill', kernel: 'linear' })
    .greyscale()
    .raw({ depth: 'uchar' })
    .toBuffer()
    .catch((error: unknown) => {
      throw new DomainError('IMAGE_DAMAGED', {}, { cause: error });
    });
  return { width, height, ...spreadOf(grey), sharpness: sharpnessOf(grey), cells: cellsOf(grey) };
}

export interface PictureDifference {
  /** Mean absolute difference of the cells, 0 to 255. */
  readonly mean: number;
  /** That of the tile that differs most: somebody small moves there. */
  readonly most: number;
}

export function differenceOf(one: Float32Array, other: Float32Array): PictureDifference {
  const tiles = new Float32Array((COLUMNS / TILE) * (HEIGHT / CELL / TILE));
  let sum = 0;
  for (let i = 0; i < one.length; i++) {
    const difference = Math.abs(one[i]! - other[i]!);
    sum += difference;
    const [row, column] = [Math.floor(i / COLUMNS / TILE), Math.floor((i % COLUMNS) / TILE)];
    tiles[row * (COLUMNS / TILE) + column]! += difference;
  }
  return { mean: sum / one.length, most: Math.max(...tiles) / (TILE * TILE) };
}

/** Returns the picture as a new JPEG: nothing of the file but its pixels. @throws DomainError as `inspectImage`; IMAGE_DAMAGED */
export async function reencoded(bytes: Uint8Array): Promise<Uint8Array> {
  await inspectImage(bytes);
  try {
    return await sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'error', pages: 1 })
      .autoOrient()
      .jpeg({ quality: 85 })
      .toBuffer();
  } catch (error) {
    throw new DomainError('IMAGE_DAMAGED', {}, { cause: error });
  }
}

function spreadOf(grey: Uint8Array): { readonly brightness: number; readonly contrast: number } {
  let [sum, squares] = [0, 0];
  for (const value of grey) {
    sum += value;
    squares += value * value;
  }
  const brightness = sum / grey.length;
  return { brightness, contrast: Math.sqrt(Math.max(0, squares / grey.length - brightness ** 2)) };
}

function sharpnessOf(grey: Uint8Array): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < HEIGHT - 1; y++) {
    for (let x = 1; x < WIDTH - 1; x++) {
      const i = y * WIDTH + x;
      const value = grey[i - 1]! + grey[i + 1]! + grey[i - WIDTH]! + grey[i + WIDTH]! - 4 * grey[i]!;
      sum += value;
      squares += value * value;
      count++;
    }
  }
  return squares / count - (sum / count) ** 2;
}

function cellsOf(grey: Uint8Array): Float32Array {
  const cells = new Float32Array(COLUMNS * (HEIGHT / CELL));
  for (let i = 0; i < grey.length; i++)
    cells[Math.floor(i / WIDTH / CELL) * COLUMNS + Math.floor((i % WIDTH) / CELL)]! +=
      grey[i]! / (CELL * CELL);
  return cells;
}
