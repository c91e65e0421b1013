import { element } from './dom.js';
import { show, tell } from './panels.js';
import type { State } from './state.js';

const candidate = element<HTMLInputElement>('candidate');
const token = element<HTMLInputElement>('token');

export function bindWelcome(state: State): void {
  element('server').textContent = location.host;
  candidate.value = state.candidate;
  element('welcome-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (candidate.value.trim() === '') {
      tell('Give the calibration a name, so that it can be found again.');
      candidate.focus();
      return;
    }
    tell(undefined);
    state.candidate = candidate.value.trim();
    state.layout = Number(
      document.querySelector<HTMLInputElement>('input[name="layout"]:checked')?.value ?? 9,
    );
    if (token.value) state.api.accessToken = token.value.trim();
    show('screen');
  });
}

/** Back to the start, where the token that the server asks for is entered. */
export function askForToken(): void {
  element('token-field').hidden = false;
  show('welcome');
  tell('This server needs an access token. Enter it below and go on.');
  token.focus();
}
