import { Needles } from './needles.js';
import type { Place, PlaceKind } from './places.js';

export interface Sweep {
  /** Secrets where none belongs: the place and the kinds found there. */
  readonly hits: readonly string[];
  /** Number of places and of bytes searched, by kind of place, and whether what was put there on purpose was found. */
  readonly searched: ReadonlyMap<PlaceKind, { places: number; bytes: number; controlFound: boolean }>;
  /** Kinds of places in which the control was not found: nothing is known of them. */
  readonly blind: readonly PlaceKind[];
}

/** Looks for secrets in places. `controls` has a word that stands in each kind of place by design. */
export function sweep(
  needles: Needles,
  places: readonly Place[],
  controls: ReadonlyMap<PlaceKind, string>,
): Sweep {
  const hits: string[] = [];
  const searched = new Map<PlaceKind, { places: number; bytes: number; controlFound: boolean }>();
  const controlOf = new Map<PlaceKind, Needles>();
  for (const [kind, word] of controls) {
    const needles = new Needles();
    needles.add(kind, word);
    controlOf.set(kind, needles);
  }
  for (const { kind, name, bytes } of places) {
    const sum = searched.get(kind) ?? { places: 0, bytes: 0, controlFound: false };
    sum.places++;
    sum.bytes += bytes.length;
    sum.controlFound ||= (controlOf.get(kind)?.kindsIn(bytes).length ?? 0) > 0;
    searched.set(kind, sum);
    for (const found of needles.kindsIn(bytes)) hits.push(`${kind} ${name}: ${found}`);
  }
  const blind = [...controls.keys()].filter((kind) => searched.get(kind)?.controlFound !== true);
  return { hits, searched, blind };
}
