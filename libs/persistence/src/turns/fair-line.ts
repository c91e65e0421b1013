/** Items that wait, each for a place. Places take turns, so that much work of one place does not make the others wait. */
export class FairLine<T> {
  /** In the order of their turns. */
  readonly #places = new Map<string, T[]>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(place: string, item: T): void {
    const items = this.#places.get(place);
    if (items) items.push(item);
    else this.#places.set(place, [item]);
    this.#length++;
  }

  /** Takes the oldest item of the place whose turn it is. */
  shift(): T | undefined {
    const [first] = this.#places;
    if (!first) return undefined;
    const [place, [item, ...others]] = first;
    this.#places.delete(place);
    if (others.length > 0) this.#places.set(place, others);
    this.#length--;
    return item;
  }

  remove(place: string, item: T): void {
    const items = this.#places.get(place) ?? [];
    const at = items.indexOf(item);
    if (at < 0) return;
    items.splice(at, 1);
    if (items.length === 0) this.#places.delete(place);
    this.#length--;
  }

  /** Takes the newest item of the place that has most, if that place still has as much as `place` with one more. */
  makeRoomFor(place: string): T | undefined {
    let longest: T[] = [];
    for (const items of this.#places.values()) if (items.length > longest.length) longest = items;
    const own = this.#places.get(place)?.length ?? 0;
    if (longest.length <= own + 1) return undefined;
    this.#length--;
    return longest.pop();
  }
}
