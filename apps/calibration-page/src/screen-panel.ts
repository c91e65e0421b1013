import { element } from './dom.js';
import { show, showProblem } from './panels.js';
import { CARD_HEIGHT_MM, CARD_WIDTH_MM, sizeByCard, INITIAL_CARD_WIDTH_PX } from './screen-size.js';
import type { State } from './state.js';

const width = element<HTMLInputElement>('card-width');
const distance = element<HTMLInputElement>('distance');
const MM_PER_INCH = 25.4;

export function bindScreen(state: State): void {
  width.value = String(INITIAL_CARD_WIDTH_PX);
  width.addEventListener('input', draw);
  draw();
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

function draw(): void {
  const outline = element('card-outline');
  outline.style.width = `${width.value}px`;
  outline.style.height = `${(Number(width.value) * CARD_HEIGHT_MM) / CARD_WIDTH_MM}px`;
  const { widthMm, heightMm, diagonalInches } = sizeByCard(screen, Number(width.value));
  const [across, down] = [(widthMm / 10).toFixed(1), (heightMm / 10).toFixed(1)];
  element('screen-size').textContent =
    `Then your screen is ${across} × ${down} cm (${diagonalInches.toFixed(1)} inches).`;
}

function record(distanceCm: number): State['screenRecord'] {
  const { widthMm, heightMm, diagonalInches } = sizeByCard(screen, Number(width.value));
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
