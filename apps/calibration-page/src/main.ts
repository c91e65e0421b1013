import { ApiError } from './api.js';
import { CalibrationSession } from './calibration.js';
import { bindCamera, resumeCamera, stopWatching } from './camera-panel.js';
import { element } from './dom.js';
import { show, showProblem, type Panel } from './panels.js';
import { showCompletion, showValidation } from './result-panel.js';
import { bindScreen } from './screen-panel.js';
import { initialState } from './state.js';
import { RunStopped } from './target-run.js';
import { validate } from './validation.js';
import { askForToken, bindWelcome } from './welcome-panel.js';

const state = initialState(location.hash);
/* The access token stays only in memory, not in the address bar or the history. */
if (location.hash) history.replaceState(null, '', location.pathname);

const runs = {
  calibration: {
    title: 'Ready to calibrate?',
    text: () => `${state.layout} points appear one after the other, about three seconds each.`,
    run: calibrate,
  },
  validation: {
    title: 'Ready to check it?',
    text: () => 'Four new points appear. They show how accurate the calibration is and do not change it.',
    run: check,
  },
};
let next: keyof typeof runs = 'calibration';

bindWelcome(state);
bindScreen(state);
bindCamera(state, () => prepare('calibration'));
element('run-start').addEventListener('click', () => void attempt(runs[next].run));
element('validate').addEventListener('click', () => prepare('validation'));
element('again').addEventListener('click', () => {
  show('camera');
  resumeCamera(state);
});
element('download').addEventListener('click', () => void attempt(save));
for (const back of document.querySelectorAll<HTMLElement>('[data-back]')) {
  back.addEventListener('click', () => {
    stopWatching();
    showProblem(undefined);
    show(back.dataset.back as Panel);
    if (back.dataset.back === 'camera') resumeCamera(state);
  });
}
addEventListener('pagehide', () => state.camera.stop());
show('welcome');

function prepare(kind: keyof typeof runs): void {
  next = kind;
  element('ready-title').textContent = runs[kind].title;
  element('ready-text').textContent = runs[kind].text();
  show('ready');
}

/** Runs `work`. Shows an error on a panel where the person can do something about it. */
async function attempt(work: () => Promise<void>): Promise<void> {
  showProblem(undefined);
  try {
    await work();
  } catch (error) {
    if (error instanceof RunStopped) return show('ready');
    if (error instanceof ApiError && error.status === 401) return askForToken();
    show(next === 'validation' ? 'result' : 'ready');
    showProblem((error as Error).message);
  }
}

async function calibrate(): Promise<void> {
  const session = await CalibrationSession.create(state);
  await session.showTargets();
  working('Sending the last pictures …');
  const completion = await session.finish(({ done, total }) => {
    const left = done < total;
    working(
      left ? `The server is measuring your eyes: ${done} of ${total} pictures.` : 'Fitting the calibration …',
      left ? done / total : undefined,
    );
  });
  showCompletion(completion);
  show('result');
}

async function check(): Promise<void> {
  const validation = await validate(state, () => working('Measuring the accuracy …'));
  showValidation(validation);
  show('result');
}

function working(text: string, share?: number): void {
  if (element('working-text').textContent !== text) element('working-text').textContent = text;
  const bar = element<HTMLProgressElement>('working-progress');
  if (share === undefined) bar.removeAttribute('value');
  else bar.value = share;
  if (document.querySelector<HTMLElement>('[data-panel="working"]')?.hidden) show('working');
}

/** Saves every file of the calibration. The server sends binary files as base64. */
async function save(): Promise<void> {
  const files = await state.api.download(state.candidate);
  for (const [name, content] of Object.entries(files)) {
    if (!name.includes('.')) continue; // checksums, not a file
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([contentOf(name, content)]));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

function contentOf(name: string, content: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof content !== 'string') return JSON.stringify(content, null, 2);
  return name.endsWith('.npz') ? Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)) : content;
}
