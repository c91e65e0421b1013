import { labelledRows, type LabelledRows } from '../accuracy/compare-all.js';
import { seededRandom, shuffled } from '../accuracy/seeded-random.js';
import type { Galleries } from '../gallery/galleries.service.js';

/** People of a gallery for one evaluation: 2 000 with three photographs make 18 million pairs, a few seconds of work. */
const MAX_PEOPLE = 2000;

export interface GallerySample {
  readonly subjects: readonly string[];
  /** Rows of the subjects, who are numbered in their order. Overwrite the vectors after use. */
  readonly rows: LabelledRows;
}

/** Draws people of the gallery at random, always the same ones of the same gallery. */
export async function sampleGallery(galleries: Galleries, name: string): Promise<GallerySample> {
  const drawn = shuffled(galleries.of(name).subjects().sort(), seededRandom(1)).slice(0, MAX_PEOPLE);
  const described = await galleries.photographsOf(name, drawn);
  const subjects = drawn.filter((subject) => described.get(subject)?.length);
  const descriptors = subjects.map((subject) => described.get(subject)!);
  const rows = labelledRows(
    descriptors.flat(),
    descriptors.flatMap((own, person) => own.map(() => person)),
  );
  for (const copy of descriptors.flat()) copy.fill(0);
  return { subjects, rows };
}

/** Returns the rows of some of the people, who are numbered anew. */
export function rowsOfPeople({ rows }: GallerySample, people: ReadonlySet<number>): LabelledRows {
  const numbers = new Map([...people].map((person, number) => [person, number]));
  const chosen = [...rows.people.keys()].filter((row) => people.has(rows.people[row]!));
  return labelledRows(
    chosen.map((row) => rows.vectors.subarray(row * rows.length, (row + 1) * rows.length)),
    chosen.map((row) => numbers.get(rows.people[row]!)!),
  );
}
