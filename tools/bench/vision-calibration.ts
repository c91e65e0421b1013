/*
 * Measures genuine and impostor similarities on the labelled test photographs and fits the curve of match probability:
 *   node tools/bench/vision-calibration.ts
 * Copy its output into apps/vision/src/recognition/similarity-calibration.ts.
 */
import { groups, portraits } from '@argus/testing';
import { fitLogistic, probability } from '#vision/accuracy/fit-logistic.js';
import { acceptRate, scorePairs } from '#vision/accuracy/pair-scores.js';
import { analyseAll, startAnalysis } from '#vision/testing/analyse-photographs.js';

const pool = await startAnalysis();
const faces = await analyseAll(pool, [...portraits, ...groups]);
await pool.stop();
const { genuine, impostor } = scorePairs(
  faces.flatMap(({ photograph, face: { descriptor } }) =>
    descriptor ? [{ person: photograph.person, photograph: photograph.name, descriptor }] : [],
  ),
);
const curve = fitLogistic(genuine, impostor);
const line = (...words: (string | number)[]) => process.stdout.write(`${words.join(' ')}\n`);
const quantile = (scores: readonly number[], share: number) =>
  scores[Math.floor(share * (scores.length - 1))]!.toFixed(4);
line(
  'genuine',
  genuine.length,
  'min/p5/median',
  [0, 0.05, 0.5].map((share) => quantile(genuine, share)).join('/'),
);
line(
  'impostor',
  impostor.length,
  'median/p99/max',
  [0.5, 0.99, 1].map((share) => quantile(impostor, share)).join('/'),
);
line('slope', curve.slope.toFixed(2), 'midpoint', curve.midpoint.toFixed(4));
for (const threshold of [0.9, 0.91, 0.92, 0.93, 0.937, 0.945, 0.95, 0.96])
  line(
    threshold,
    'TAR',
    acceptRate(genuine, threshold).toFixed(4),
    'FAR',
    acceptRate(impostor, threshold).toFixed(5),
    'probability',
    probability(curve, threshold).toFixed(3),
  );
