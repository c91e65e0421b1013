import { element } from './dom.js';

export type Panel = 'welcome' | 'screen' | 'camera' | 'ready' | 'working' | 'result';

/** The progress step of each panel. */
const stepOf: Readonly<Record<Panel, string>> = {
  welcome: 'welcome',
  screen: 'screen',
  camera: 'camera',
  ready: 'targets',
  working: 'targets',
  result: 'result',
};

/** Shows one panel and focuses its heading, so that screen readers continue there. */
export function show(panel: Panel): void {
  for (const each of document.querySelectorAll<HTMLElement>('[data-panel]'))
    each.hidden = each.dataset.panel !== panel;
  markSteps(stepOf[panel]);
  document.querySelector<HTMLElement>(`[data-panel="${panel}"] h1`)?.focus();
  window.scrollTo(0, 0);
}

function markSteps(current: string): void {
  let before = true;
  for (const step of document.querySelectorAll<HTMLElement>('[data-step]')) {
    const isCurrent = step.dataset.step === current;
    before &&= !isCurrent;
    step.classList.toggle('done', before);
    if (isCurrent) step.setAttribute('aria-current', 'step');
    else step.removeAttribute('aria-current');
  }
}

/** Shows what went wrong and what to do; `undefined` hides it. */
export function showProblem(problem: string | undefined): void {
  const box = element('problem');
  box.hidden = problem === undefined;
  box.textContent = problem ?? '';
}
