import type { Point, TargetQuality } from './api.js';
import { html, svg } from './dom.js';
import type { TargetResult } from './validation.js';

const WIDTH = 800;
/** Degrees; a point with a larger error is marked as off. */
const OFF_DEG = 4;

export const isOff = (quality: TargetQuality | null): boolean =>
  (quality?.accuracy_deg ?? Infinity) > OFF_DEG;

/** Draws the screen with its targets, the measured gaze and its error ellipses. */
export function resultPicture(
  results: readonly TargetResult[],
  screenPx: Point,
  title: string,
): SVGSVGElement {
  const height = (WIDTH * screenPx.y) / screenPx.x;
  const picture = svg(
    'svg',
    { class: 'picture', viewBox: `0 0 ${WIDTH} ${height}`, role: 'img' },
    svg('title', {}, title),
  );
  picture.append(svg('path', { class: 'grid', d: gridLines(height) }));
  for (const result of results) picture.append(...marks(result, WIDTH / screenPx.x, screenPx));
  return picture;
}

/** Lines at the thirds of the screen, for orientation. */
const gridLines = (height: number): string =>
  [1, 2].map((i) => `M${(WIDTH * i) / 3} 0V${height}M0 ${(height * i) / 3}H${WIDTH}`).join('');

/** Explains the marks of the picture. */
export function legend(): HTMLElement[] {
  const entry = (mark: SVGElement, text: string): HTMLElement =>
    html(
      'span',
      {},
      svg('svg', { class: 'key', viewBox: '-12 -12 24 24', 'aria-hidden': 'true' }, mark),
      text,
    );
  return [
    entry(svg('path', { class: 'cross', d: 'M-9 0h18M0-9v18' }), 'point'),
    entry(svg('circle', { class: 'mean', r: 6 }), 'your gaze, on average'),
    entry(svg('ellipse', { class: 'ellipse', rx: 11, ry: 8 }), '95 % of single measurements'),
  ];
}

function marks({ target, quality, ellipse }: TargetResult, scale: number, screenPx: Point): SVGElement[] {
  const at = { x: target.shownAt.x * screenPx.x * scale, y: target.shownAt.y * screenPx.y * scale };
  const offset = quality?.offset_px ?? null;
  const cross = svg('path', { class: 'cross', d: `M${at.x - 9} ${at.y}h18M${at.x} ${at.y - 9}v18` });
  /* The label stands on the side away from the gaze. */
  const away = offset && offset.x > 0 ? -1 : 1;
  const label = svg(
    'text',
    { x: at.x + away * 16, y: at.y + 8, 'text-anchor': away < 0 ? 'end' : 'start' },
    String(target.index + 1),
  );
  if (!offset) return [cross, label];
  const to = { x: at.x + offset.x * scale, y: at.y + offset.y * scale };
  return [
    ...(ellipse
      ? [
          svg('ellipse', {
            class: isOff(quality) ? 'ellipse off' : 'ellipse',
            rx: ellipse.semi_major * scale,
            ry: ellipse.semi_minor * scale,
            transform: `translate(${to.x} ${to.y}) rotate(${(ellipse.angle_rad * 180) / Math.PI})`,
          }),
        ]
      : []),
    svg('line', { class: 'offset', x1: at.x, y1: at.y, x2: to.x, y2: to.y }),
    cross,
    svg('circle', { class: 'mean', cx: to.x, cy: to.y, r: 5 }),
    label,
  ];
}
