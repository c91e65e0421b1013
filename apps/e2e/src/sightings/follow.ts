import type { Stage } from './stage.js';

interface Feed {
  /** Reads events until `done`, ends the feed and returns them. */
  <T>(done: (seen: readonly T[]) => boolean): Promise<readonly T[]>;
  /** Cursor from before the first event. */
  cursorBefore(): string;
}

/** Follows a live feed as the administrator. Resolves when the feed has given its first cursor. */
export async function follow(
  stage: Stage,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Feed> {
  const abort = new AbortController();
  const authorization = `Bearer ${await stage.token('techtrack')}`;
  const response = await fetch(stage.target.url + path, {
    headers: { authorization, ...headers },
    signal: abort.signal,
  });
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
  const blocks = blocksOf(response.body!);
  const first = await firstWithCursor(blocks);
  if (first === undefined) throw new Error(`GET ${path}: ended before a cursor`);
  const read = async <T>(done: (seen: readonly T[]) => boolean): Promise<readonly T[]> => {
    /* After a cursor was given, the first block holds what came since. */
    const seen = eventsOf<T>(first.block);
    while (!done(seen)) {
      const { value, done: ended } = await blocks.next();
      if (ended) throw new Error(`GET ${path}: ended after ${JSON.stringify(seen)}`);
      seen.push(...eventsOf<T>(value));
    }
    abort.abort();
    return seen;
  };
  return Object.assign(read, { cursorBefore: () => first.cursor });
}

/** Returns the first block that has a cursor; skips what comes before, such as the time of a new try. */
async function firstWithCursor(
  blocks: AsyncGenerator<string, void, undefined>,
): Promise<{ block: string; cursor: string } | undefined> {
  for (;;) {
    const { value: block, done } = await blocks.next();
    if (done) return undefined;
    const cursor = /^id: (.*)$/m.exec(block)?.[1];
    if (cursor !== undefined) return { block, cursor };
  }
}

function eventsOf<T>(block: string): T[] {
  const data = /^data: (.*)$/m.exec(block)?.[1];
  return data === undefined ? [] : (JSON.parse(data) as T[]);
}

async function* blocksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let text = '';
  for await (const piece of body) {
    text += Buffer.from(piece).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    yield* blocks;
  }
}
