import type { FaceQuality } from '@argus/contracts';
import { qualityComponents } from './components.js';
import type { FaceMeasures } from './measures.js';

/** Returns the quality of one face for recognition, with advice for what is insufficient. */
export function assessQuality(measures: FaceMeasures): FaceQuality {
  const scored = qualityComponents.map((component) => ({ component, score: component.score(measures) }));
  const judged = scored.filter(({ component }) => component.floor > 0);
  return {
    score: unified(judged.filter(({ component }) => !component.unscored).map(({ score }) => score)),
    components: Object.fromEntries(scored.map(({ component, score }) => [component.name, Math.round(score)])),
    reasons: judged
      .filter(({ component, score }) => score < component.floor)
      .sort((one, other) => one.score - one.component.floor - (other.score - other.component.floor))
      .map(({ component }) => component.advice(measures)),
  };
}

/** Returns 0 to 1: half the mean, half the worst component, because one bad property makes a good photograph useless. */
function unified(scores: readonly number[]): number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const score = (mean + Math.min(...scores)) / 200;
  return Math.round(score * 1000) / 1000;
}
