import type { Point } from './screen.js';

const grid = (xs: readonly number[], ys: readonly number[]): Point[] =>
  ys.flatMap((y) => xs.map((x) => ({ x, y })));

const corners = grid([0.1, 0.9], [0.1, 0.9]);
const centre: Point = { x: 0.5, y: 0.5 };
const edges: Point[] = [
  { x: 0.5, y: 0.1 },
  { x: 0.1, y: 0.5 },
  { x: 0.9, y: 0.5 },
  { x: 0.5, y: 0.9 },
];
const between = grid([0.3, 0.7], [0.3, 0.7]);

/** Targets to calibrate with, by their number; fractions of the screen. Four are the documented ones. */
export const calibrationLayouts = {
  4: corners,
  5: [...corners, centre],
  9: [...corners, ...edges, centre],
  13: [...corners, ...edges, ...between, centre],
} as const satisfies Record<number, readonly Point[]>;
export type LayoutSize = keyof typeof calibrationLayouts;

/** Targets to validate with; none of them is one to calibrate with. */
export const validationLayout: readonly Point[] = [
  { x: 0.5, y: 0.25 },
  { x: 0.8, y: 0.4 },
  { x: 0.65, y: 0.8 },
  { x: 0.2, y: 0.6 },
];
