import type { AcquiredPhotograph } from './acquisition.ts';
import { countText, percent, type Section } from './report.ts';

/** How many photographs the product would refuse at enrolment, and why. */
export function acquisitionSection(acquired: readonly AcquiredPhotograph[]): Section {
  const total = acquired.length;
  const row = (reason: string, holds: (each: AcquiredPhotograph) => boolean): string[] => {
    const count = acquired.filter(holds).length;
    return [reason, countText(count), percent(count / total)];
  };
  const codes = [...new Set(acquired.flatMap(({ refusal }) => refusal ?? []))].sort();
  const general = (sentence: string) => sentence.replace(/only \d+ pixels/, 'only … pixels');
  const advice = [
    ...new Set(
      acquired.flatMap(({ refusal, reasons }) => (refusal === 'LOW_QUALITY' ? reasons.map(general) : [])),
    ),
  ];
  return {
    title: 'Failure to acquire, by the rules of enrolment',
    head: ['reason', 'photographs', 'share'],
    rows: [
      ...codes.map((code) => row(code, ({ refusal }) => refusal === code)),
      ...advice.map((sentence) =>
        row(
          `LOW_QUALITY: ${sentence}`,
          (each) => each.refusal === 'LOW_QUALITY' && each.reasons.map(general).includes(sentence),
        ),
      ),
      row('labelled face is not the largest', ({ anotherIsLarger }) => anotherIsLarger),
      row('labelled face could not be described', ({ descriptor }) => descriptor === null),
    ],
    notes: [
      `${countText(total)} photographs. The figures below use every labelled face that could be described, also where enrolment refuses the photograph.`,
    ],
  };
}
