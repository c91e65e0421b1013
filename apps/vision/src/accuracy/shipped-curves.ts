import { readFileSync } from 'node:fs';
import type { AccuracyCurve } from './accuracy-curve.js';

/* Written by `npm run evaluate -- faces … --curve`; docs/recognition.md has the same figures. */
const files = ['sface', 'dlib'] as const;

const curves = files.map(
  (name) =>
    JSON.parse(readFileSync(new URL(`./curves/${name}.json`, import.meta.url), 'utf8')) as AccuracyCurve,
);

/**
 * Returns the error rates that were measured for a descriptor model (name@version).
 * @throws Error if none were: its similarities would say nothing.
 */
export function shippedCurve(model: string): AccuracyCurve {
  const curve = curves.find((each) => each.model === model);
  if (!curve) throw new Error(`No error rates were measured for the descriptor model ${model}`);
  return curve;
}
