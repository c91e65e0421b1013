import type { AccuracyCurve } from '#vision/accuracy/accuracy-curve.js';
import { binomialRate } from '#vision/accuracy/binomial-interval.js';
import { thresholdFor } from '#vision/accuracy/error-rates.js';
import { similarity } from '#vision/accuracy/pair-scores.js';
import { seededRandom, shuffled } from '#vision/accuracy/seeded-random.js';
import type { AnalysisPool } from '#vision/pool/analysis-pool.js';
import type { Acquirer } from './acquisition.ts';
import { readPhotograph } from './photographs.ts';
import { Progress } from './progress.ts';
import { countText, rateText, type Section, withInterval } from './report.ts';
import type { Sample } from './sample.ts';
import { spoilings } from './spoil.ts';

const TARGET = 1e-4;

/** Verifies people by a second photograph that was spoilt, at the threshold for one false match rate. */
export async function spoiltSection(
  sample: Sample,
  curve: AccuracyCurve,
  { pool, acquirer }: { pool: AnalysisPool; acquirer: Acquirer },
  { people: count, seed }: { people: number; seed: number },
): Promise<Section> {
  const { threshold } = thresholdFor(curve, { falseMatchRate: TARGET });
  const chosen = shuffled(
    sample.rowsOf.filter((rows) => rows.length >= 2),
    seededRandom(seed),
  ).slice(0, count);
  const tally = spoilings.map(({ name }) => ({
    name,
    notDescribed: 0,
    refused: 0,
    accepted: 0,
    falseMatches: 0,
  }));
  const progress = new Progress('people with spoilt photographs', chosen.length);
  let tried = 0;
  for (const [i, [enrolled, probe]] of chosen.entries()) {
    progress.advanceTo(i + 1);
    const photograph = await readPhotograph(sample.photographs[probe!]!.path);
    const irises = await irisesIn(pool, photograph);
    if (!irises) continue;
    tried++;
    const reference = sample.photographs[enrolled!]!.descriptor!;
    const [stranger] = chosen[(i + 1) % chosen.length]!;
    const other = sample.photographs[stranger!]!.descriptor!;
    for (const [kind, { apply }] of spoilings.entries()) {
      const { descriptor, refusal } = await acquirer.acquire(await apply(photograph, irises));
      const counts = tally[kind]!;
      if (refusal !== null) counts.refused++;
      if (!descriptor) counts.notDescribed++;
      else {
        if (similarity(descriptor, reference) >= threshold) counts.accepted++;
        if (similarity(descriptor, other) >= threshold) counts.falseMatches++;
      }
    }
  }
  progress.end();
  return {
    title: `Spoilt photographs, at FMR ${rateText(TARGET)} (${threshold.toFixed(4)})`,
    head: [
      'second photograph',
      'not described',
      'refused at enrolment',
      'TAR of all',
      'TAR of the described',
      'false matches',
    ],
    rows: tally.map(({ name, notDescribed, refused, accepted, falseMatches }) => [
      name,
      countText(notDescribed),
      countText(refused),
      withInterval(binomialRate(accepted, tried)),
      withInterval(binomialRate(accepted, tried - notDescribed)),
      `${falseMatches} of ${tried - notDescribed}`,
    ]),
    notes: [
      `${countText(tried)} people: their first photograph is clean. Glasses and masks are drawn by shapes on the measured eyes, and are no real ones.`,
    ],
  };
}

async function irisesIn(pool: AnalysisPool, photograph: Buffer) {
  const stages = { descriptor: false, passiveLiveness: false, iris: true };
  const { faces } = await pool.analyse({ photograph, maxFaces: 1, stages });
  return faces[0]?.irises;
}
