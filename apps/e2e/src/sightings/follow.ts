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
  const cursor = await firstCursor(blocks);
  if (cursor === undefined) throw new Error(`GET ${path}: ended before a cursor`);
  const read = async <T>(done: (seen: readonly T[]) => boolean): Promise<readonly T[]> => {
    const seen: T[] = [];
    while (!done(seen)) {
      const { value, done: ended } = await blocks.next();
      if (ended) throw new Error(`GET ${path}: ended after ${JSON.stringify(seen)}`);
      const data = /^data: (.*)$/m.exec(value)?.[1];
      if (data !== undefined) seen.push(...(JSON.parse(data) as T[]));
    }
    abort.abort();
    return seen;
  };
  return Object.assign(read, { cursorBefore: () => cursor });
}

/** Skips what comes before the first event, such as the time of a new try. */
async function firstCursor(blocks: AsyncGenerator<string, void, undefined>): Promise<string | undefined> {
  for (;;) {
    const { value, done } = await blocks.next();
    if (done) return undefined;
    const cursor = /^id: (.*)$/m.exec(value)?.[1];
    if (cursor !== undefined) return cursor;
  }
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
