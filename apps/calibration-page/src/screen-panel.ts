import { element } from './dom.js';
import { cardIn, lying, upright, usualPxPerMm } from './held-card.js';
import { show, showProblem } from './panels.js';
import { sizeOf } from './screen-size.js';
import type { State } from './state.js';

const width = element<HTMLInputElement>('card-width');
const distance = element<HTMLInputElement>('distance');
const stage = element('card-stage');
const MM_PER_INCH = 25.4;
/** Of the coarsest screen, e.g. a television: a pixel of 0.57 mm. */
const MIN_PX_PER_MM = 1.75;

const usual = usualPxPerMm(matchMedia('(pointer: coarse)').matches);
let pxPerMm = usual;
let card = lying;

export function bindScreen(state: State): void {
  width.addEventListener('input', () => {
    pxPerMm = Number(width.value) / card.acrossMm;
    draw();
  });
  /* Also when the panel is shown first, and when a phone is turned. */
  new ResizeObserver(fit).observe(stage);
  element('screen-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const distanceCm = Number(distance.value);
    if (!(distanceCm >= 20 && distanceCm <= 150)) {
      showProblem('Enter the distance of your eyes from the screen, 20 to 150 cm.');
      distance.focus();
      return;
    }
    showProblem(undefined);
    state.screenRecord = record(distanceCm);
    show('camera');
  });
}

/** Fits card and slider into the width that there is. */
function fit(): void {
  const spacePx = stage.clientWidth;
  if (spacePx === 0) return;
  card = cardIn(spacePx, usual);
  pxPerMm = Math.min(pxPerMm, spacePx / card.acrossMm);
  width.min = String(Math.ceil(MIN_PX_PER_MM * card.acrossMm));
  width.max = String(spacePx);
  width.value = String(Math.round(pxPerMm * card.acrossMm));
  for (const id of ['card-upright', 'card-turn']) element(id).hidden = card !== upright;
  element('card-mm').textContent = `${card.acrossMm.toFixed(1)} mm`;
  draw();
}

function draw(): void {
  const outline = element('card-outline');
  outline.style.width = `${pxPerMm * card.acrossMm}px`;
  outline.style.height = `${pxPerMm * card.downMm}px`;
  const { widthMm, heightMm, diagonalInches } = sizeOf(screen, pxPerMm);
  const [across, down] = [(widthMm / 10).toFixed(1), (heightMm / 10).toFixed(1)];
  element('screen-size').textContent =
    `Then your screen is ${across} × ${down} cm (${diagonalInches.toFixed(1)} inches).`;
}

function record(distanceCm: number): State['screenRecord'] {
  const { widthMm, heightMm, diagonalInches } = sizeOf(screen, pxPerMm);
  return {
    screen_width_px: screen.width,
    screen_height_px: screen.height,
    screen_width_mm: widthMm,
    screen_height_mm: heightMm,
    dpi: (screen.width / widthMm) * MM_PER_INCH,
    diagonal_inches: diagonalInches,
    camera_position: element<HTMLSelectElement>('camera-position').value,
    distance_cm: String(distanceCm),
    collection_method: 'card',
  };
}
