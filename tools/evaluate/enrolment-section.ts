import type { AccuracyCurve } from '#vision/accuracy/accuracy-curve.js';
import { binomialRate } from '#vision/accuracy/binomial-interval.js';
import { rowSimilarity } from '#vision/accuracy/compare-all.js';
import { thresholdFor } from '#vision/accuracy/error-rates.js';
import { comparisonThreshold } from '#vision/decisions/thresholds.js';
import { bestOf, type EnrolledPerson, meansOf } from '#vision/accuracy/open-set.js';
import { seededRandom, shuffled } from '#vision/accuracy/seeded-random.js';
import { countText, percent, rateText, type Section, withInterval } from './report.ts';
import type { Sample } from './sample.ts';

/** Photographs of an enrolment. */
const PHOTOGRAPHS = 3;
const GALLERIES = [100, 300, 800];
const TARGETS = [1e-5, 1e-6, 1e-7, 1e-8];

/** What the check for duplicates does to people who are new, and to people who come a second time. */
export function duplicateSection(sample: Sample, curve: AccuracyCurve, seed: number): Section {
  const { rowsOf } = sample;
  const random = seededRandom(seed);
  const people = [...rowsOf.keys()];
  const fresh = people.filter((person) => rowsOf[person]!.length >= PHOTOGRAPHS);
  const twice = people.filter((person) => rowsOf[person]!.length >= 2 * PHOTOGRAPHS);
  const thresholds = thresholdsOf(curve, TARGETS);
  const ranked = (others: readonly number[]) =>
    shuffled(others, random).toSorted(
      (one, other) =>
        Math.min(rowsOf[other]!.length, PHOTOGRAPHS) - Math.min(rowsOf[one]!.length, PHOTOGRAPHS),
    );
  const rows = GALLERIES.flatMap((size) => {
    if (people.length <= size) return [];
    /* Each person in turn is the new one, so that as many are tried as there are. */
    let photographs = 0;
    const best = fresh.map((person) => {
      const gallery = ranked(people.filter((other) => other !== person && !sample.isLeftOut(person, other)))
        .slice(0, size)
        .map((other): EnrolledPerson => ({ person: other, rows: rowsOf[other]!.slice(0, PHOTOGRAPHS) }));
      photographs += gallery.reduce((sum, each) => sum + each.rows.length, 0) / size;
      return bestOfEnrolment(sample, rowsOf[person]!.slice(0, PHOTOGRAPHS), gallery);
    });
    return [
      [
        `new people suspected, ${countText(size)} enrolled with ${(photographs / fresh.length).toFixed(1)} photographs each`,
        countText(fresh.length),
        ...thresholds.map(({ threshold }) => shareFrom(best, threshold)),
      ],
    ];
  });
  const found = twice.map((person) =>
    bestOfEnrolment(sample, rowsOf[person]!.slice(PHOTOGRAPHS, 2 * PHOTOGRAPHS), [
      { person, rows: rowsOf[person]!.slice(0, PHOTOGRAPHS) },
    ]),
  );
  return {
    title: 'The check for duplicates at enrolment, three photographs each',
    head: ['', 'people tried', ...thresholds.map(headOf)],
    rows: [
      ...rows,
      [
        'duplicates found: three other photographs of an enrolled person',
        countText(twice.length),
        ...thresholds.map(({ threshold }) => shareFrom(found, threshold)),
      ],
    ],
    notes: [],
  };
}

/** Whether three photographs agree pairwise: of one person, and with one of another person among them. */
export function consistencySection(sample: Sample, curve: AccuracyCurve, seed: number): Section {
  const { rows, rowsOf } = sample;
  const random = seededRandom(seed);
  const lowest = (chosen: readonly number[]) =>
    Math.min(
      ...chosen.flatMap((one, i) => chosen.slice(i + 1).map((other) => rowSimilarity(rows, one, other))),
    );
  const triples = rowsOf.filter((own) => own.length >= PHOTOGRAPHS).map((own) => own.slice(0, PHOTOGRAPHS));
  const mixed = triples.flatMap(([one, other], person) =>
    shuffled([...triples.keys()], random)
      .filter((stranger) => stranger !== person)
      .slice(0, MIXED_PER_PERSON)
      .map((stranger) => [one!, other!, triples[stranger]![0]!]),
  );
  const thresholds = thresholdsOf(curve, [1e-2, 1e-3, 1e-4, 1e-5]);
  const line = (title: string, chosen: readonly (readonly number[])[]) => {
    const scores = chosen.map(lowest);
    return [
      title,
      countText(scores.length),
      ...thresholds.map(({ threshold }) => shareFrom(scores, threshold)),
    ];
  };
  return {
    title: 'Agreement of the three photographs of an enrolment',
    head: ['', 'trials', ...thresholds.map(headOf)],
    rows: [
      line('three of one person agree', triples),
      line('one of another person among them agrees', mixed),
    ],
    notes: [],
  };
}

/** Trials with a wrong photograph per person. */
const MIXED_PER_PERSON = 20;

/** The product's thresholds; beyond the curve it follows the last slope. */
const thresholdsOf = (curve: AccuracyCurve, targets: readonly number[]) =>
  targets.map((target) => ({
    target,
    threshold: comparisonThreshold(curve, target),
    reached: thresholdFor(curve, { falseMatchRate: target }).reached,
  }));

const headOf = ({ target, threshold, reached }: { target: number; threshold: number; reached: boolean }) =>
  `FMR ${rateText(target)} (${threshold.toFixed(4)}${reached ? '' : ', beyond the curve'})`;

function bestOfEnrolment({ rows }: Sample, probes: readonly number[], gallery: readonly EnrolledPerson[]) {
  const means = meansOf(rows, gallery);
  return Math.max(...probes.map((probe) => bestOf(rows, probe, means, () => true)));
}

function shareFrom(scores: readonly number[], threshold: number): string {
  if (scores.length === 0) return '-';
  const events = scores.filter((score) => score >= threshold).length;
  const rate = binomialRate(events, scores.length);
  return events === 0 ? `0 of ${scores.length} (below ${percent(rate.high)})` : withInterval(rate);
}
