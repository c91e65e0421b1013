/** An event of a feed: its cursor, if it has one, and what it tells, which is nothing where it only keeps the connection alive. */
interface FeedEvent {
  readonly id?: string;
  readonly name?: string;
  readonly told: readonly object[];
}

/** A live feed read as an event stream (WHATWG HTML, server-sent events). */
export class LiveFeed<T extends object> {
  /** From here a client that was cut off goes on. */
  cursor = '';
  /** What was told in events of this name. */
  readonly removed: object[] = [];
  private held: T[] = [];

  private constructor(
    private readonly url: string,
    private readonly events: AsyncGenerator<FeedEvent, void, undefined>,
    private readonly abort: AbortController,
  ) {}

  /** Resolves when the feed has given its first cursor. Throws with the answer when it is refused. */
  static async open<T extends object>(
    url: string,
    token: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LiveFeed<T>> {
    const abort = new AbortController();
    const authorization = `Bearer ${token}`;
    const response = await fetch(url, { headers: { authorization, ...headers }, signal: abort.signal });
    if (response.headers.get('content-type') !== 'text/event-stream')
      throw new Error(`GET ${url}: ${response.status} ${await response.text()}`);
    const feed = new LiveFeed<T>(url, eventsOf(response.body!), abort);
    const first = await feed.next();
    if (first === undefined) throw new Error(`GET ${url}: ended before a cursor`);
    feed.held = [...first];
    return feed;
  }

  /** Returns what the next event tells; undefined when the feed has ended. */
  async next(): Promise<readonly T[] | undefined> {
    if (this.held.length > 0) return this.held.splice(0);
    const { value, done } = await this.events.next();
    if (done) return undefined;
    this.cursor = value.id ?? this.cursor;
    if (value.name !== 'removed') return value.told as readonly T[];
    this.removed.push(...value.told);
    return [];
  }

  /** Returns what is told from here on until `done`. Throws when the feed ends before. */
  async until(done: (seen: readonly T[]) => boolean): Promise<T[]> {
    const seen: T[] = [];
    while (!done(seen)) {
      const told = await this.next();
      if (told === undefined) throw new Error(`GET ${this.url}: ended after ${JSON.stringify(seen)}`);
      seen.push(...told);
    }
    return seen;
  }

  close(): void {
    this.abort.abort();
  }
}

/** Skips what is no event, such as the time to wait before a new try. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<FeedEvent, void, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of body) {
    text += decoder.decode(piece, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const [id, name, data] = [field('id'), field('event'), field('data')];
      if (id === undefined && data === undefined) continue;
      yield { ...(id && { id }), ...(name && { name }), told: data ? (JSON.parse(data) as object[]) : [] };
    }
  }
}
