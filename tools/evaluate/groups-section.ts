import type { AccuracyCurve } from '#vision/accuracy/accuracy-curve.js';
import { comparePeople } from '#vision/accuracy/comparisons.js';
import { thresholdFor } from '#vision/accuracy/error-rates.js';
import { VerificationAccuracy } from '#vision/accuracy/verification-accuracy.js';
import { subset } from './reliability-section.ts';
import { countText, percent, rateText, type Section } from './report.ts';
import type { Sample } from './sample.ts';

/** Groups of fewer people are not shown: a rate would say something about persons. */
const MIN_PEOPLE = 20;
const TARGETS = [1e-3, 1e-4];
const DRAWS = 200;

/** Errors within groups: both people of an impostor pair belong to the group. */
export async function groupsSection(
  sample: Sample,
  curve: AccuracyCurve,
  groups: ReadonlyMap<string, readonly string[]>,
): Promise<Section> {
  const names = [...new Set([...groups.values()].flat())].sort();
  const thresholds = TARGETS.map((target) => ({
    target,
    ...thresholdFor(curve, { falseMatchRate: target }),
  }));
  const rows: string[][] = [];
  let suppressed = 0;
  for (const name of names) {
    const people = [...sample.people.keys()].filter((person) =>
      groups.get(sample.people[person]!)?.includes(name),
    );
    if (people.length < MIN_PEOPLE) {
      suppressed++;
      continue;
    }
    const comparisons = await comparePeople(subset(sample, people), {
      isLeftOut: (one, other) => sample.isLeftOut(people[one]!, people[other]!),
    });
    const accuracy = await VerificationAccuracy.measure(comparisons, { draws: DRAWS });
    const { impostors, genuine } = comparisons;
    rows.push([
      name,
      countText(people.length),
      `${countText(genuine.scores.length)} / ${countText(impostors.total)}`,
      ...thresholds.flatMap(({ threshold }) => {
        const matches = accuracy.falseMatchRate(threshold);
        const count = matches.value * impostors.total;
        return [
          percent(accuracy.errors.falseNonMatchRate(threshold)),
          `${rateText(matches.value)} [${rateText(matches.low)} to ${rateText(matches.high)}], ${countText(count)} pairs`,
        ];
      }),
    ]);
  }
  return {
    title: 'Groups',
    head: [
      'group',
      'people',
      'genuine / impostor pairs',
      ...thresholds.flatMap(({ target, threshold }) => [
        `FNMR at FMR ${rateText(target)} (${threshold.toFixed(4)})`,
        'FMR within the group',
      ]),
    ],
    rows,
    notes: suppressed > 0 ? [`${suppressed} groups of fewer than ${MIN_PEOPLE} people are not shown.`] : [],
  };
}
