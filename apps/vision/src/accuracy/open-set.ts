import { labelledRows, type LabelledRows } from './compare-all.js';
import { similarity } from './pair-scores.js';
import { unitMean } from './unit-mean.js';

/** A person of a trial's gallery with the rows that are enrolled. */
export interface EnrolledPerson {
  readonly person: number;
  readonly rows: readonly number[];
}

export interface OpenSetTrial {
  readonly gallery: readonly EnrolledPerson[];
  /** Rows of enrolled people that are not enrolled themselves. */
  readonly mated: readonly number[];
  /** Rows of people who are not enrolled. */
  readonly strangers: readonly number[];
  /** Pairs of people that are not compared, because the labels are wrong about them. */
  readonly isLeftOut?: (one: number, other: number) => boolean;
}

/** What searches of a gallery found: the data behind FPIR and FNIR at every threshold. */
export interface SearchScores {
  /** Per probe of an enrolled person: the best similarity to their own rows and to anybody else's. */
  readonly mated: readonly { readonly own: number; readonly other: number }[];
  /** Per stranger: the best similarity. */
  readonly strangers: readonly number[];
}

/** Searches the gallery (1:N) for every probe. A person's score is the similarity to the mean of their rows. */
export function searchGallery(rows: LabelledRows, trial: OpenSetTrial): SearchScores {
  const { mated, strangers, isLeftOut = () => false } = trial;
  const gallery = meansOf(rows, trial.gallery);
  const others = (probe: number) =>
    bestOf(
      rows,
      probe,
      gallery,
      (person) => person !== rows.people[probe] && !isLeftOut(person, rows.people[probe]!),
    );
  return {
    mated: mated.map((probe) => ({
      own: bestOf(rows, probe, gallery, (person) => person === rows.people[probe]),
      other: others(probe),
    })),
    strangers: strangers.map(others),
  };
}

/** Returns the mean of the rows of each enrolled person, as services compare them. */
export function meansOf(rows: LabelledRows, gallery: readonly EnrolledPerson[]): LabelledRows {
  return labelledRows(
    gallery.map((enrolled) => unitMean(enrolled.rows.map((row) => vectorOf(rows, row)))),
    gallery.map(({ person }) => person),
  );
}

/** Returns the highest similarity of the row to wanted people of the gallery, −1 if there are none. */
export function bestOf(
  rows: LabelledRows,
  probe: number,
  gallery: LabelledRows,
  wanted: (person: number) => boolean,
): number {
  const searched = vectorOf(rows, probe);
  let best = -1;
  gallery.people.forEach((person, row) => {
    if (wanted(person)) best = Math.max(best, similarity(vectorOf(gallery, row), searched));
  });
  return best;
}

const vectorOf = ({ vectors, length }: LabelledRows, row: number): Float32Array =>
  vectors.subarray(row * length, (row + 1) * length);

/** Share of strangers who get a name (FPIR). */
export function falsePositiveIdentifications({ strangers }: SearchScores, threshold: number): number {
  return shareOf(strangers, (best) => best >= threshold);
}

/** Share of enrolled people's probes that do not get their own name (FNIR). */
export function falseNegativeIdentifications({ mated }: SearchScores, threshold: number): number {
  return shareOf(mated, ({ own, other }) => own < threshold || own < other);
}

/** Share of enrolled people's probes that get another one's name. */
export function wrongNames({ mated }: SearchScores, threshold: number): number {
  return shareOf(mated, ({ own, other }) => other >= threshold && other > own);
}

/** Returns the lowest threshold at which at most this share of strangers gets a name. */
export function thresholdForStrangers({ strangers }: SearchScores, share: number): number {
  const descending = strangers.toSorted((one, other) => other - one);
  const allowed = Math.floor(share * strangers.length + 1e-9);
  const firstRefused = descending[allowed];
  return firstRefused === undefined ? -1 : firstRefused + 1e-6;
}

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? NaN : items.filter(holds).length / items.length;
}
