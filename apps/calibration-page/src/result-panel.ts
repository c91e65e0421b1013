import type { Completion, Grade, Quality } from './api.js';
import { element, html } from './dom.js';
import { isOff, legend, resultPicture } from './result-picture.js';
import type { TargetResult, Validation } from './validation.js';

const body = element('result-body');
const lead = element('result-lead');
const check = element<HTMLButtonElement>('validate');
const save = element<HTMLButtonElement>('download');

const colours: Readonly<Record<Grade, string>> = {
  excellent: 'good',
  good: 'good',
  fair: 'fair',
  poor: 'poor',
};

/** Shows that the calibration is stored. Its accuracy is unknown until it is checked at new points. */
export function showCompletion({ calibration_stats: { total_frames, targets_used } }: Completion): void {
  element('result-title').textContent = 'Calibrated';
  lead.textContent = `${total_frames} pictures of ${targets_used} points were used for the calibration. Check it now with four new points: only points that it has not seen show how accurate it is.`;
  body.replaceChildren();
  check.textContent = 'Check it with new points';
  check.classList.add('primary');
  save.classList.remove('primary');
}

export function showValidation({ quality, targets }: Validation): void {
  const { grade, advice } = quality;
  element('result-title').textContent = 'Accuracy';
  lead.replaceChildren(
    html('span', { class: `grade ${colours[grade]}` }, grade),
    ' Measured on four points that the calibration never saw.',
  );
  body.replaceChildren(
    tilesOf(quality, targets),
    html(
      'div',
      { class: 'result' },
      pictureOf(targets),
      html('div', {}, figuresOf(targets), ...(advice.length > 0 ? [adviceOf(advice)] : [])),
    ),
  );
  check.textContent = 'Check again';
  check.classList.remove('primary');
  save.classList.add('primary');
}

/** Returns the most important figures, in large type. */
function tilesOf(quality: Quality, targets: readonly TargetResult[]): HTMLElement {
  const worst = targets.find(
    ({ quality: own }) => own !== null && own.accuracy_deg === quality.worst_accuracy_deg,
  );
  const tile = (name: string, value: string, note: string): HTMLElement =>
    html('div', {}, html('dt', {}, name), html('dd', {}, value, html('span', {}, note)));
  return html(
    'dl',
    { class: 'tiles' },
    tile('Off by', `${shown(quality.accuracy_deg, 1)}°`, `${shown(quality.accuracy_mm, 0)} mm on average`),
    tile(
      'Worst point',
      `${shown(quality.worst_accuracy_deg, 1)}°`,
      worst ? `point ${worst.target.index + 1}` : '',
    ),
    tile('Spread', `${shown(quality.precision_sd_deg, 1)}°`, 'of single measurements'),
    tile('Lost', percent(quality.data_loss), 'blinks, no face'),
  );
}

const adviceOf = (advice: Quality['advice']): HTMLElement =>
  html(
    'section',
    { class: 'advice' },
    html('h2', {}, 'How to improve it'),
    html('ul', {}, ...advice.map(({ text }) => html('li', {}, text))),
  );

function pictureOf(targets: readonly TargetResult[]): HTMLElement {
  const title = 'Your screen with the points and where your gaze was measured';
  return html(
    'figure',
    {},
    resultPicture(targets, { x: screen.width, y: screen.height }, title),
    html('figcaption', {}, ...legend()),
  );
}

const shown = (value: number | null | undefined, digits: number): string => value?.toFixed(digits) ?? '–';
const percent = (share: number): string => `${Math.round(share * 100)} %`;

function figuresOf(targets: readonly TargetResult[]): HTMLTableElement {
  const heads = ['Point', 'Off by °', 'mm', 'px', 'Spread °', 'Lost'];
  const rows = targets.map(({ target, quality }) => {
    const cells = [
      shown(quality?.accuracy_deg, 1),
      shown(quality?.accuracy_mm, 0),
      shown(quality?.accuracy_px, 0),
      shown(quality?.precision_sd_deg, 1),
      percent(quality?.data_loss ?? 1),
    ];
    const point = html('th', { scope: 'row' }, String(target.index + 1));
    return html(
      'tr',
      isOff(quality) ? { class: 'off' } : {},
      point,
      ...cells.map((text) => html('td', {}, text)),
    );
  });
  return html(
    'table',
    { class: 'figures' },
    html('caption', {}, 'Point by point'),
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html('tbody', {}, ...rows),
  );
}
