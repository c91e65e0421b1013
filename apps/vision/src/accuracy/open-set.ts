import { rowSimilarity, type LabelledRows } from './compare-all.js';

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

/** Searches the gallery (1:N) for every probe. A person's score is that of their most similar row. */
export function searchGallery(rows: LabelledRows, trial: OpenSetTrial): SearchScores {
  const { gallery, mated, strangers, isLeftOut = () => false } = trial;
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

/** Returns the highest similarity of the row to enrolled rows of wanted people, −1 if there are none. */
export function bestOf(
  rows: LabelledRows,
  probe: number,
  gallery: readonly EnrolledPerson[],
  wanted: (person: number) => boolean,
): number {
  let best = -1;
  for (const enrolled of gallery) {
    if (!wanted(enrolled.person)) continue;
    for (const row of enrolled.rows) best = Math.max(best, rowSimilarity(rows, probe, row));
  }
  return best;
}

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
