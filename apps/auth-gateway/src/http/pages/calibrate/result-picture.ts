import type { Point } from './api.js';
import { svg } from './dom.js';
import type { TargetResult } from './point-statistics.js';

const WIDTH = 800;

/** The screen with its targets, where the gaze was measured, and the error ellipses around that. */
export function resultPicture(
  results: readonly TargetResult[],
  screenPx: Point,
  title: string,
  limitPx: number,
): SVGSVGElement {
  const scale = WIDTH / screenPx.x;
  const height = screenPx.y * scale;
  const picture = svg(
    'svg',
    { class: 'picture', viewBox: `0 0 ${WIDTH} ${height}`, role: 'img' },
    svg('title', {}, title),
  );
  for (const result of results) picture.append(...marks(result, scale, limitPx));
  return picture;
}

function marks(
  { index, target, mean, ellipse, errorPx }: TargetResult,
  scale: number,
  limitPx: number,
): SVGElement[] {
  const at = { x: target.x * scale, y: target.y * scale };
  const cross = svg('path', { class: 'cross', d: `M${at.x - 9} ${at.y}h18M${at.x} ${at.y - 9}v18` });
  /* On the side where the gaze is not. */
  const away = mean && mean.x > target.x ? -1 : 1;
  const anchor = away < 0 ? 'end' : 'start';
  const label = svg('text', { x: at.x + away * 14, y: at.y + 7, 'text-anchor': anchor }, String(index + 1));
  if (!mean) return [cross, label];
  const to = { x: mean.x * scale, y: mean.y * scale };
  const drawn: SVGElement[] = [];
  if (ellipse) {
    const { semi_major, semi_minor, angle_rad } = ellipse;
    drawn.push(
      svg('ellipse', {
        class: (errorPx ?? Infinity) > limitPx ? 'ellipse off' : 'ellipse',
        rx: semi_major * scale,
        ry: semi_minor * scale,
        transform: `translate(${to.x} ${to.y}) rotate(${(angle_rad * 180) / Math.PI})`,
      }),
    );
  }
  drawn.push(
    svg('line', { class: 'offset', x1: at.x, y1: at.y, x2: to.x, y2: to.y }),
    cross,
    svg('circle', { class: 'mean', cx: to.x, cy: to.y, r: 5 }),
    label,
  );
  return drawn;
}
