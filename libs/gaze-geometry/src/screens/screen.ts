export const cameraPositions = [
  'top-center',
  'top-left',
  'top-right',
  'bottom-center',
  'bottom-left',
  'bottom-right',
  'left-center',
  'right-center',
  'embedded',
] as const;
export type CameraPosition = (typeof cameraPositions)[number];

export interface Screen {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly widthMm: number;
  readonly heightMm: number;
  /** True where the size is estimated from the browser's pixel density. */
  readonly sizeSource: 'measured' | 'estimated';
  readonly cameraPosition: CameraPosition;
  /** Stored viewing distance; used only where none was measured. */
  readonly viewingDistanceMm: number;
}

/** Fractions of the screen's width and height, pixels or millimetres from its top left corner; x right, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const mmOfFraction = (screen: Screen, { x, y }: Point): Point => ({
  x: x * screen.widthMm,
  y: y * screen.heightMm,
});

export const pxOfMm = (screen: Screen, { x, y }: Point): Point => ({
  x: (x * screen.widthPx) / screen.widthMm,
  y: (y * screen.heightPx) / screen.heightMm,
});
