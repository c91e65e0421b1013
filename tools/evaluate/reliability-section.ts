import { binomialRate } from '#vision/accuracy/binomial-interval.js';
import { comparePeople, type Comparisons } from '#vision/accuracy/comparisons.js';
import { labelledRows } from '#vision/accuracy/compare-all.js';
import { matchCurve } from '#vision/accuracy/build-curve.js';
import { probability } from '#vision/accuracy/fit-logistic.js';
import { countText, type Section } from './report.ts';
import type { Sample } from './sample.ts';

const BINS = 10;

/** The printed probability beside the observed share of genuine pairs: fitted on one half of the people, observed on the other. */
export async function reliabilitySection(sample: Sample): Promise<Section> {
  const title = 'Reliability of the printed probability';
  const [one, other] = [await halfOf(sample, 0), await halfOf(sample, 1)];
  const lacks = ({ genuine, impostors }: Comparisons) => genuine.scores.length === 0 || impostors.total === 0;
  if (lacks(one) || lacks(other))
    return {
      title,
      head: [],
      rows: [],
      notes: ['Each half of the people needs two people, one of them with two photographs.'],
    };
  const fitted = matchCurve(one);
  const { genuine, impostors } = other;
  const bins = Array.from({ length: BINS }, () => ({ genuine: 0, impostor: 0, printed: 0 }));
  const add = (score: number, weight: number, kind: 'genuine' | 'impostor') => {
    const printed = probability(fitted, score);
    const bin = bins[Math.min(Math.floor(printed * BINS), BINS - 1)]!;
    bin[kind] += weight;
    bin.printed += printed * weight;
  };
  for (const score of genuine.scores) add(score, 1 / genuine.scores.length, 'genuine');
  for (const { score, count } of impostors.entries()) add(score, count / impostors.total, 'impostor');
  const lines = bins
    .map((bin, i) => ({ ...bin, from: i / BINS }))
    .filter((bin) => bin.genuine + bin.impostor > 0)
    .map((bin) => {
      const weight = bin.genuine + bin.impostor;
      return { ...bin, printed: bin.printed / weight, observed: bin.genuine / weight };
    });
  const differences = lines.map(({ printed, observed }) => Math.abs(printed - observed));
  /* The genuine pairs are few in the middle; their count bounds what the bin can show. */
  const intervalOf = ({ genuine: own, impostor }: (typeof lines)[number]) => {
    const { low, high } = binomialRate(Math.round(own * genuine.scores.length), genuine.scores.length);
    return `${(low / (low + impostor)).toFixed(2)} to ${(high / (high + impostor)).toFixed(2)}`;
  };
  return {
    title,
    head: [
      'printed',
      'mean printed',
      'observed',
      'observed, interval',
      'difference',
      'genuine pairs',
      'impostor pairs',
    ],
    rows: lines.map((line, i) => [
      `${line.from.toFixed(1)} to ${(line.from + 1 / BINS).toFixed(1)}`,
      line.printed.toFixed(3),
      line.observed.toFixed(3),
      intervalOf(line),
      differences[i]!.toFixed(3),
      countText(line.genuine * genuine.scores.length),
      countText(line.impostor * impostors.total),
    ]),
    notes: [
      `Slope ${fitted.slope}, midpoint ${fitted.midpoint}, fitted on the other half of the people, for equal priors. Largest difference ${Math.max(...differences).toFixed(3)}.`,
    ],
  };
}

/** Compares every other person. */
function halfOf(sample: Sample, half: 0 | 1): Promise<Comparisons> {
  const people = [...sample.rowsOf.keys()].filter((person) => person % 2 === half);
  return comparePeople(subset(sample, people), {
    isLeftOut: (one, other) => sample.isLeftOut(people[one]!, people[other]!),
  });
}

/** Returns the rows of some people, who are numbered anew in this order. */
export function subset(sample: Sample, people: readonly number[]) {
  const chosen = people.flatMap((person, number) =>
    sample.rowsOf[person]!.map((row) => ({ descriptor: sample.photographs[row]!.descriptor!, number })),
  );
  return labelledRows(
    chosen.map(({ descriptor }) => descriptor),
    chosen.map(({ number }) => number),
  );
}
