import { ApiError, type GazeFrame } from './api.js';
import { cameraProblem } from './camera.js';
import { element, html, svg, wait } from './dom.js';
import { faceHints, lightHint, type Hint } from './hints.js';
import { showProblem } from './panels.js';
import type { State } from './state.js';
import { askForToken } from './welcome-panel.js';

const start = element<HTMLButtonElement>('camera-start');
const proceed = element<HTMLButtonElement>('camera-continue');
const devices = element<HTMLSelectElement>('device');
/** How often a picture goes to the server for hints. */
const LOOK_INTERVAL_MS = 600;

let watching: AbortController | undefined;

export function bindCamera(state: State, onContinue: () => void): void {
  const begin = (deviceId?: string) => void startCamera(state, deviceId);
  start.addEventListener('click', () => begin());
  devices.addEventListener('change', () => begin(devices.value));
  proceed.addEventListener('click', () => {
    watching?.abort();
    onContinue();
  });
}

/** Continues the hints when the panel is shown again. */
export function resumeCamera(state: State): void {
  if (state.camera.running) void watch(state);
}

export const stopWatching = (): void => watching?.abort();

async function startCamera(state: State, deviceId?: string): Promise<void> {
  start.disabled = true;
  watching?.abort();
  try {
    await state.camera.start(deviceId);
    showProblem(undefined);
    element('camera-off').hidden = true;
    start.hidden = true;
    proceed.hidden = false;
    await listDevices(state);
    void watch(state);
  } catch (error) {
    showProblem(cameraProblem(error));
    element('camera-off').hidden = false;
    start.hidden = false;
  } finally {
    start.disabled = false;
  }
}

async function listDevices({ camera }: State): Promise<void> {
  const found = await camera.devices();
  element('device-field').hidden = found.length < 2;
  devices.replaceChildren(...found.map(({ id, label }) => html('option', { value: id }, label)));
  if (camera.deviceId) devices.value = camera.deviceId;
}

async function watch(state: State): Promise<void> {
  watching?.abort();
  const { signal } = (watching = new AbortController());
  try {
    for (;;) {
      await lookOnce(state, signal);
      await wait(LOOK_INTERVAL_MS, signal);
    }
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof ApiError && error.status === 401) return askForToken();
    showProblem(`The server could not measure the picture: ${(error as Error).message}`);
    await wait(3000, signal).then(
      () => void watch(state),
      () => undefined,
    );
  }
}

async function lookOnce({ api, camera }: State, signal: AbortSignal): Promise<void> {
  if (!camera.running) throw new Error('The camera stopped. Go back and start it again.');
  const picture = await camera.picture();
  const light = lightHint(camera.light());
  const [frame] = await api.look([picture], signal);
  if (!frame || signal.aborted) return;
  showProblem(undefined);
  const hints = [...faceHints(frame), light];
  showHints(hints);
  draw(frame);
  /* The person may continue in bad light or at a wrong distance, but without a face there is nothing to measure. */
  proceed.disabled = frame.face === null;
}

let shown = '';
function showHints(hints: readonly Hint[]): void {
  const text = JSON.stringify(hints);
  if (text === shown) return; // screen readers read every change aloud
  shown = text;
  element('hints').replaceChildren(
    ...hints.map(({ good, text }) => html('li', { class: good ? 'good' : 'bad' }, text)),
  );
}

function draw({ face, width_px, height_px }: GazeFrame): void {
  const overlay = element<SVGSVGElement>('overlay');
  overlay.setAttribute('viewBox', `0 0 ${width_px ?? 1} ${height_px ?? 1}`);
  if (!face) return overlay.replaceChildren();
  const { x, y, width, height } = face.box;
  const size = width / 60;
  const iris = ([cx = 0, cy = 0]: readonly number[]) => svg('circle', { class: 'iris', cx, cy, r: size });
  overlay.replaceChildren(
    svg('rect', { class: 'face', x, y, width, height, rx: width / 12 }),
    iris(face.iris_left_px),
    iris(face.iris_right_px),
  );
}
