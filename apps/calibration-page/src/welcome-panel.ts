import { element } from './dom.js';
import { show, showProblem } from './panels.js';
import type { State } from './state.js';

const candidate = element<HTMLInputElement>('candidate');
const token = element<HTMLInputElement>('token');

export function bindWelcome(state: State): void {
  element('server').textContent = location.host;
  candidate.value = state.candidate;
  element('welcome-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (candidate.value.trim() === '') {
      showProblem('Give the calibration a name, so that you can find it again.');
      candidate.focus();
      return;
    }
    showProblem(undefined);
    state.candidate = candidate.value.trim();
    state.layout = Number(
      document.querySelector<HTMLInputElement>('input[name="layout"]:checked')?.value ?? 9,
    );
    if (token.value) state.api.accessToken = token.value.trim();
    show('screen');
  });
}

/** Returns to the start panel, where the person enters the access token. */
export function askForToken(): void {
  element('token-field').hidden = false;
  show('welcome');
  showProblem('This server needs an access token. Enter it below and continue.');
  token.focus();
}
