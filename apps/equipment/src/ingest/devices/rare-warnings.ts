import { LRUCache } from 'lru-cache';

const HOUR_MS = 3_600_000;
const MAX_PLACES = 1000;
/* What devices send is theirs to choose; beyond so many different warnings about one of them only metrics tell. */
const MAX_TEXTS = 20;

/** Decides which warnings deserve a line: each text once an hour for a place, and so few of them that no place hides another. */
export class RareWarnings {
  private readonly places = new LRUCache<string, Set<string>>({
    max: MAX_PLACES,
    ttl: HOUR_MS,
    perf: { now: () => Date.now() },
  });

  isNew(place: string, text: string): boolean {
    const told = this.places.get(place) ?? this.newPlace(place);
    /* Numbers of readings and values differ from message to message. */
    const what = text.replaceAll(/\d+/g, '#').slice(0, 300);
    if (told === undefined || told.size >= MAX_TEXTS || told.has(what)) return false;
    told.add(what);
    return true;
  }

  /** Undefined while there are too many: pushing out another would have it warned about again. */
  private newPlace(place: string): Set<string> | undefined {
    if (this.places.size >= MAX_PLACES) this.places.purgeStale();
    if (this.places.size >= MAX_PLACES) return undefined;
    const told = new Set<string>();
    this.places.set(place, told);
    return told;
  }
}
