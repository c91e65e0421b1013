/*
 * Gaze calibration of synthetic viewers with known gaze: compares Argus with the method of HomTransform and an affine fit of the
 * screen, on the same samples. Shows the root mean square error of the mapping over 25 points of the screen, in degrees. Exits
 * with 1 when a limit at its end is exceeded.
 *   node tools/bench/gaze-fit.ts [seed]
 */
import {
  type MethodErrors,
  compareMethods,
  compareWithBound,
  type ScenarioOptions,
} from '#gaze-geometry/testing/method-comparison.js';

const seed = Number(process.argv[2] ?? 1);
const row = (name: string, { argus, homTransform, affine }: MethodErrors, more = '') =>
  console.log(
    `${name.padEnd(46)}${[argus, homTransform, affine].map((value) => value.toFixed(3).padStart(13)).join('')}  ${more}`,
  );

console.log(
  `seed ${seed}\n${''.padEnd(46)}${['Argus', 'HomTransform', 'affine'].map((name) => name.padStart(13)).join('')}`,
);
const options: ScenarioOptions = { setUps: 60, seed, askew: true, noiseDeg: 1.5, kinds: ['M1'] };
const measured = (name: string, scenario: Partial<ScenarioOptions>) => {
  const errors = compareMethods({ ...options, ...scenario });
  row(name, errors);
  return errors;
};
const parallel: Partial<ScenarioOptions> = { kinds: ['M0'], askew: false };
const exact = [
  measured('no noise, screen parallel, still head (M0)', { ...parallel, noiseDeg: 0 }),
  measured('no noise, camera askew, head moves (M1)', { noiseDeg: 0 }),
];
measured('noise 1.5°, screen parallel, still head (M0)', parallel);
const clean = measured('noise 1.5°, camera askew', {});
const blinking = measured('  with 10 % blinks', { blinkShare: 0.1 });
measured('  with 20 % blinks', { blinkShare: 0.2 });
const moved = [
  measured('  head 50 mm sideways afterwards', { shiftMm: [50, 0, 0] }),
  measured('  head 50 mm back afterwards', { shiftMm: [0, 0, 50] }),
];
const { errors, ratio, byModel } = compareWithBound(200, seed);
row('200 random set-ups, model chosen', errors, `error / Cramér–Rao bound ${ratio.toFixed(3)}`);
for (const [kind, { chosen, ratio: own }] of Object.entries(byModel))
  if (kind !== 'all')
    console.log(`  ${kind} chosen ${String(chosen).padStart(3)} times, error / its bound ${own.toFixed(3)}`);

/* The limits that a calibration has to keep. */
const exactMm = Math.max(...exact.map(({ argusWorstMm }) => argusWorstMm));
const blinkCost = blinking.argus / clean.argus - 1;
const moveCost = Math.max(...moved.map(({ argus }) => argus - clean.argus));
const promises = [
  [exactMm < 5e-4, `without noise the largest error is ${exactMm.toFixed(3)} mm (0.000)`],
  [ratio >= 0.85 && ratio <= 1.15, `error over Cramér–Rao bound is ${ratio.toFixed(3)} (0.85 to 1.15)`],
  [blinkCost <= 0.1, `10 % blinks cost ${(100 * blinkCost).toFixed(1)} % (at most 10)`],
  [moveCost <= 0.3, `a head 50 mm aside costs ${moveCost.toFixed(3)}° (at most 0.3)`],
];
for (const [kept, what] of promises) console.log(`${kept ? 'kept  ' : 'BROKEN'}  ${what}`);
if (!promises.every(([kept]) => kept)) process.exitCode = 1;
