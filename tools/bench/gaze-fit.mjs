/*
 * Gaze calibration on synthetic viewers whose truth is known: Argus beside the method of HomTransform and an affine fit on
 * the screen, on the same samples. Root mean square error of the mapping over 25 places of the screen, degrees. Exits with 1
 * when the error over the Cramér–Rao bound of 200 random set-ups is not within 0.85 to 1.15.
 *   node tools/bench/gaze-fit.mjs [seed]
 */
import { compareMethods, compareWithBound } from '../../libs/gaze-geometry/dist/testing/method-comparison.js';

const seed = Number(process.argv[2] ?? 1);
const row = (name, { argus, homTransform, affine }, more = '') =>
  console.log(
    `${name.padEnd(46)}${[argus, homTransform, affine].map((value) => value.toFixed(3).padStart(13)).join('')}  ${more}`,
  );

console.log(
  `seed ${seed}\n${''.padEnd(46)}${['Argus', 'HomTransform', 'affine'].map((name) => name.padStart(13)).join('')}`,
);
const options = { setUps: 60, seed, noiseDeg: 1.5, kinds: ['M1'] };
row(
  'no noise, screen parallel, still head (M0)',
  compareMethods({ ...options, kinds: ['M0'], askew: false, noiseDeg: 0 }),
);
row('no noise, camera askew, head moves (M1)', compareMethods({ ...options, askew: true, noiseDeg: 0 }));
row(
  'noise 1.5°, screen parallel, still head (M0)',
  compareMethods({ ...options, kinds: ['M0'], askew: false }),
);
row('noise 1.5°, camera askew', compareMethods({ ...options, askew: true }));
row('  with 10 % blinks', compareMethods({ ...options, askew: true, blinkShare: 0.1 }));
row('  with 20 % blinks', compareMethods({ ...options, askew: true, blinkShare: 0.2 }));
row('  head 50 mm sideways afterwards', compareMethods({ ...options, askew: true, shiftMm: [50, 0, 0] }));
row('  head 50 mm back afterwards', compareMethods({ ...options, askew: true, shiftMm: [0, 0, 50] }));
const { errors, ratio, byModel } = compareWithBound(200, seed);
row('200 random set-ups, model chosen', errors, `error / Cramér–Rao bound ${ratio.toFixed(3)}`);
for (const [kind, { chosen, ratio: own }] of Object.entries(byModel))
  if (kind !== 'all')
    console.log(`  ${kind} chosen ${String(chosen).padStart(3)} times, error / its bound ${own.toFixed(3)}`);
if (!(ratio >= 0.85 && ratio <= 1.15)) {
  console.error(
    `The error over the Cramér–Rao bound is ${ratio.toFixed(3)}; it should be within 0.85 to 1.15.`,
  );
  process.exitCode = 1;
}
