/** Runs work on one thing one after another, in the order of the calls. Work on different things runs side by side. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(thing);
    const mine = before === undefined ? work() : before.then(() => work());
    const ended: Promise<unknown> = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(thing, ended);
    void ended.then(() => {
      if (this.#last.get(thing) === ended) this.#last.delete(thing);
    });
    return mine;
  }
}
