import type { Completion, Grade } from './api.js';
import { element, html } from './dom.js';
import { resultPicture } from './result-picture.js';
import type { TargetResult, Validation } from './validation.js';

const body = element('result-body');
const lead = element('result-lead');
const check = element<HTMLButtonElement>('validate');

const colours: Readonly<Record<Grade, string>> = {
  excellent: 'good',
  good: 'good',
  fair: 'fair',
  poor: 'poor',
};

/** After the fit: it is stored, and nothing is known yet of how good it is on points that it has not seen. */
export function showCompletion({ calibration_stats: { total_frames, targets_used } }: Completion): void {
  element('result-title').textContent = 'Calibrated';
  lead.textContent = `${total_frames} pictures of ${targets_used} points went into the calibration. Check it now with four new points: only points that it has not seen tell how exact it is.`;
  body.replaceChildren();
  check.textContent = 'Check it with new points';
  check.classList.add('primary');
}

export function showValidation({ quality, targets }: Validation): void {
  const { grade, accuracy_deg: degrees, advice } = quality;
  element('result-title').textContent = 'How exact it is';
  lead.replaceChildren(
    html('span', { class: `grade ${colours[grade]}` }, grade),
    degrees === null
      ? ' The gaze could not be measured at any point.'
      : ` On average ${degrees.toFixed(1)}° off, measured on points that the calibration never saw.`,
  );
  const todo = html('ul', { class: 'advice' }, ...advice.map(({ text }) => html('li', {}, text)));
  body.replaceChildren(
    pictureOf(targets),
    html('div', {}, ...(advice.length > 0 ? [html('h2', {}, 'What to do'), todo] : []), figuresOf(targets)),
  );
  check.textContent = 'Check again';
  check.classList.remove('primary');
}

function pictureOf(targets: readonly TargetResult[]): HTMLElement {
  const title =
    'Your screen: crosses are the points, dots where your gaze was measured, ellipses where 95 % of single measurements should fall';
  return html(
    'figure',
    {},
    resultPicture(targets, { x: screen.width, y: screen.height }, title),
    html('figcaption', {}, `${title}.`),
  );
}

const shown = (value: number | null | undefined, digits: number): string => value?.toFixed(digits) ?? '–';

function figuresOf(targets: readonly TargetResult[]): HTMLTableElement {
  const heads = ['Point', 'degrees', 'mm', 'pixels', 'spread', 'lost'];
  const rows = targets.map(({ target, quality }) => {
    const cells = [
      shown(quality?.accuracy_deg, 1),
      shown(quality?.accuracy_mm, 0),
      shown(quality?.accuracy_px, 0),
      `${shown(quality?.precision_sd_deg, 1)}°`,
      `${Math.round((quality?.data_loss ?? 1) * 100)} %`,
    ];
    const point = html('th', { scope: 'row' }, String(target.index + 1));
    return html('tr', {}, point, ...cells.map((text) => html('td', {}, text)));
  });
  return html(
    'table',
    { class: 'figures' },
    html('caption', {}, 'Offset per point'),
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html('tbody', {}, ...rows),
  );
}
