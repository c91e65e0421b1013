import type { Completion } from './api.js';
import { element, html } from './dom.js';
import { adviceFor, gradeOf, OFF_DEGREES } from './grade.js';
import { meanOf, type TargetResult } from './point-statistics.js';
import { resultPicture } from './result-picture.js';

const body = element('result-body');
const lead = element('result-lead');
const check = element<HTMLButtonElement>('validate');

/** After the fit: it is stored, and nothing is known yet of how good it is on points that it has not seen. */
export function showCompletion({ calibration_stats: { total_frames, targets_used } }: Completion): void {
  element('result-title').textContent = 'Calibrated';
  lead.textContent = `${total_frames} pictures of ${targets_used} points went into the calibration. Check it now with four new points: only points that it has not seen tell how exact it is.`;
  body.replaceChildren();
  check.textContent = 'Check it with new points';
  check.classList.add('primary');
}

export function showValidation(results: readonly TargetResult[]): void {
  const grade = gradeOf(results);
  const mean = meanOf(results.map(({ errorDegrees }) => errorDegrees));
  element('result-title').textContent = 'How exact it is';
  lead.replaceChildren(
    html('span', { class: `grade ${grade === 'excellent' ? 'good' : grade}` }, grade),
    mean === null
      ? ' The gaze could not be measured at any point.'
      : ` On average ${mean.toFixed(1)}° off, measured on points that the calibration never saw.`,
  );
  const advice = adviceFor(results);
  body.replaceChildren(
    pictureOf(results),
    html(
      'div',
      {},
      ...(advice.length > 0
        ? [
            html('h2', {}, 'What to do'),
            html('ul', { class: 'advice' }, ...advice.map((text) => html('li', {}, text))),
          ]
        : []),
      figuresOf(results),
    ),
  );
  check.textContent = 'Check again';
  check.classList.remove('primary');
}

function pictureOf(results: readonly TargetResult[]): HTMLElement {
  const title =
    'Your screen: crosses are the points, dots where your gaze was measured, ellipses where 95 % of single measurements should fall';
  const perDegree = results.map(({ errorPx, errorDegrees }) =>
    errorPx === null || !errorDegrees ? null : errorPx / errorDegrees,
  );
  const limitPx = OFF_DEGREES * (meanOf(perDegree) ?? Infinity);
  return html(
    'figure',
    {},
    resultPicture(results, { x: screen.width, y: screen.height }, title, limitPx),
    html('figcaption', {}, `${title}.`),
  );
}

const shown = (value: number | null, digits: number): string =>
  value === null ? '–' : value.toFixed(digits);

function figuresOf(results: readonly TargetResult[]): HTMLTableElement {
  const heads = ['Point', 'degrees', 'mm', 'pixels', 'lost'];
  const rows = results.map(({ index, errorDegrees, errorMm, errorPx, lost }) =>
    html(
      'tr',
      {},
      html('th', { scope: 'row' }, String(index + 1)),
      ...[shown(errorDegrees, 1), shown(errorMm, 0), shown(errorPx, 0), `${Math.round(lost * 100)} %`].map(
        (text) => html('td', {}, text),
      ),
    ),
  );
  return html(
    'table',
    { class: 'figures' },
    html('caption', {}, 'Offset per point'),
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html('tbody', {}, ...rows),
  );
}
