/** Items that have arrived, in order. Tests wait for them instead of sleeping. */
export class Mailbox<T> {
  readonly items: T[] = [];
  #waiting: { count: number; resolve: (items: T[]) => void }[] = [];

  put(item: T): void {
    this.items.push(item);
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (this.items.length < count) return true;
      resolve([...this.items]);
      return false;
    });
  }

  /** Resolves when `count` items have arrived in total. */
  atLeast(count: number): Promise<T[]> {
    if (this.items.length >= count) return Promise.resolve([...this.items]);
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}
