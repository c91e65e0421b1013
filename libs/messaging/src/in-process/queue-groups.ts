/** Members of one queue group. `next` returns them in turn. */
export class QueueGroup<H> {
  readonly #members: H[] = [];
  #turn = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly name: string) {}

  get empty(): boolean {
    return this.#members.length === 0;
  }

  add(member: H): void {
    this.#members.push(member);
  }

  remove(member: H): void {
    const at = this.#members.indexOf(member);
    if (at >= 0) this.#members.splice(at, 1);
  }

  /** Runs `work` after what was given before. */
  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const own = this.#last.then(work);
    this.#last = own.catch(() => undefined);
    return own;
  }

  next(): H {
    this.#turn = (this.#turn + 1) % this.#members.length;
    return this.#members[this.#turn]!;
  }
}

/** Handlers by subject and group. */
export class QueueGroups<H> {
  readonly #bySubject = new Map<string, QueueGroup<H>[]>();

  /** Adds a handler and returns a function that removes it. */
  add(subject: string, name: string, handler: H): () => void {
    const groups = this.#bySubject.get(subject) ?? [];
    this.#bySubject.set(subject, groups);
    let group = groups.find((candidate) => candidate.name === name);
    if (!group) groups.push((group = new QueueGroup<H>(name)));
    group.add(handler);
    return () => {
      group.remove(handler);
      if (group.empty) groups.splice(groups.indexOf(group), 1);
    };
  }

  of(subject: string): readonly QueueGroup<H>[] {
    return this.#bySubject.get(subject) ?? [];
  }
}
