import { cropSquare, type SimilarityTransform } from '../sampling/similarity-transform.js';

/** Cell sizes of the detector's three grids in input pixels. Edges of its input are multiples of the coarsest. */
export const GRID_STRIDES_PX = [8, 16, 32] as const;
const EDGE_STEP_PX = 32;

/** How a picture is shown to the detector: centred in a square whose edge is the picture's longer one. */
export interface Look {
  /** Edge of the square in input pixels. */
  readonly sizePx: number;
  readonly toPicture: SimilarityTransform;
  /** The part of the square that shows the picture. Only this part is searched. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** @param sizePx wanted edge; rounded up to a multiple of 32 input pixels. */
export function lookAt(picture: { readonly width: number; readonly height: number }, sizePx: number): Look {
  const edge = roundUp(sizePx);
  const longer = Math.max(picture.width, picture.height);
  const share = (length: number) => Math.min(roundUp((edge * length) / longer), edge);
  const [width, height] = [share(picture.width), share(picture.height)];
  return {
    sizePx: edge,
    toPicture: cropSquare({ x: picture.width / 2, y: picture.height / 2 }, longer, 0, edge),
    left: (edge - width) / 2,
    top: (edge - height) / 2,
    width,
    height,
  };
}

const roundUp = (px: number): number => Math.max(Math.ceil(px / EDGE_STEP_PX), 1) * EDGE_STEP_PX;
