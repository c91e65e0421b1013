import { shuffled } from '#vision/accuracy/seeded-random.js';
import type { EnrolledPerson, OpenSetTrial } from '#vision/accuracy/open-set.js';
import type { Sample } from './sample.ts';

/** A trial of identification: who is enrolled with how many rows on average, and who searches. */
export interface Trial extends OpenSetTrial {
  readonly rowsPerPerson: number;
}

/**
 * Draws a gallery of so many people, with so many rows each as far as they have that many. Those with a row to spare come first, so
 * that their probes can be searched; all people who are not enrolled are strangers. Null if there are too few people.
 */
export function drawTrial(
  { rowsOf, isLeftOut }: Sample,
  size: { readonly people: number; readonly rows: number },
  random: () => number,
): Trial | null {
  const all = shuffled([...rowsOf.keys()], random);
  const wanted = (person: number) => Math.min(rowsOf[person]!.length, size.rows + 1);
  /* The sort is stable, so people of equal rank stay in random order. */
  const ranked = all.toSorted((one, other) => wanted(other) - wanted(one));
  const enrolled = ranked.slice(0, size.people);
  const others = ranked.slice(size.people);
  if (enrolled.length < size.people || others.length < MIN_STRANGERS) return null;
  const gallery: EnrolledPerson[] = enrolled.map((person) => ({
    person,
    rows: rowsOf[person]!.slice(0, size.rows),
  }));
  return {
    gallery,
    mated: enrolled.flatMap((person) => rowsOf[person]!.slice(size.rows, size.rows + 1)),
    strangers: others.map((person) => rowsOf[person]![0]!),
    isLeftOut,
    rowsPerPerson: gallery.reduce((sum, { rows }) => sum + rows.length, 0) / gallery.length,
  };
}

/** Fewer strangers cannot show a rate of one per cent. */
const MIN_STRANGERS = 200;
