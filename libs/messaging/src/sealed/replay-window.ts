/* A connection keeps the order of its calls, so a genuine call never comes this late. */
const WINDOW = 65_536;

/** Numbers of the calls of a session that were answered. Remembers the latest; older ones count as answered. */
export class ReplayWindow {
  readonly #seen = new Uint8Array(WINDOW / 8);
  #highest = 0;

  /** Returns true the first time that it gets a number. */
  enter(number: number): boolean {
    if (number + WINDOW <= this.#highest) return false;
    if (number > this.#highest) this.#moveTo(number);
    const at = number % WINDOW;
    const bit = 1 << (at & 7);
    if ((this.#seen[at >> 3]! & bit) !== 0) return false;
    this.#seen[at >> 3]! |= bit;
    return true;
  }

  /** Frees the places of the numbers in between, which held numbers that are too old now. */
  #moveTo(number: number): void {
    if (number - this.#highest >= WINDOW) this.#seen.fill(0);
    else
      for (let freed = this.#highest + 1; freed <= number; freed += 1) {
        const at = freed % WINDOW;
        this.#seen[at >> 3]! &= ~(1 << (at & 7));
      }
    this.#highest = number;
  }
}
