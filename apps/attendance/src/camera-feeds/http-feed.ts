import { setTimeout as pause } from 'node:timers/promises';
import type { OutgoingClient, OpenAnswer } from '@argus/outgoing';
import { authorizationFor } from './authorization.js';
import { asCameraFailure, CameraFailure, type CameraFailureKind } from './camera-failure.js';
import { type CameraFeed, type FeedSource, NewestPicture, newFigures } from './camera-feed.js';
import { JpegSplitter, MAX_PICTURE_BYTES } from './jpeg-splitter.js';

const ANSWER_MS = 5000;

const meanings: Readonly<Record<number, CameraFailureKind>> = {
  403: 'forbidden',
  404: 'no_such_stream',
  503: 'busy',
};

/** Opens a camera by HTTP: a film of JPEGs, or one JPEG that is asked for again and again. @throws CameraFailure */
export async function openHttpFeed(source: FeedSource, client: OutgoingClient): Promise<CameraFeed> {
  const figures = newFigures();
  const newest = new NewestPicture();
  const closed = new AbortController();
  const everyMs = 1000 / source.framesPerSecond;
  const ask = (): Promise<OpenAnswer> => asked(client, source, closed.signal);
  const first = await ask().catch((error: unknown) => {
    throw asCameraFailure(error);
  });

  const film = async ({ body }: OpenAnswer): Promise<never> => {
    const splitter = new JpegSplitter();
    let due = 0;
    for await (const bytes of body as AsyncIterable<Buffer>) {
      figures.bytes += bytes.length;
      for (const picture of splitter.read(bytes)) {
        figures.sent++;
        if (performance.now() < due) continue;
        due = performance.now() + everyMs;
        newest.put(picture);
      }
    }
    throw new CameraFailure('ended');
  };
  const snapshots = async (answer: OpenAnswer): Promise<never> => {
    for (let each = answer; ; each = await ask()) {
      const started = performance.now();
      const picture = await wholeOf(each);
      figures.bytes += picture.length;
      figures.sent++;
      newest.put(picture);
      await pause(Math.max(0, everyMs - (performance.now() - started)), undefined, { signal: closed.signal });
    }
  };

  const type = String(first.headers['content-type'] ?? '').toLowerCase();
  const run = type.startsWith('multipart/') ? film : type.startsWith('image/jpeg') ? snapshots : undefined;
  if (!run) {
    first.body.on('error', () => undefined).destroy();
    throw new CameraFailure('not_pictures');
  }
  figures.codec = 'JPEG';
  const close = (): void => {
    newest.fail(new CameraFailure('ended'));
    closed.abort();
  };
  run(first).catch((error: unknown) => newest.fail(failureOf(error)));
  return { figures, next: () => newest.next(), close };
}

async function asked(
  client: OutgoingClient,
  { url, credentials }: FeedSource,
  signal: AbortSignal,
): Promise<OpenAnswer> {
  const answer = await client.open(url, { timeoutMs: ANSWER_MS }, signal);
  if (answer.status !== 401) return good(answer);
  answer.body.on('error', () => undefined).destroy();
  if (credentials.username === undefined && credentials.password === undefined)
    throw new CameraFailure('no_credentials');
  const header = answer.headers['www-authenticate'] ?? [];
  const authorization = authorizationFor(typeof header === 'string' ? [header] : header, credentials);
  if (!authorization) throw new CameraFailure('credentials');
  const { pathname, search } = new URL(url);
  const proof = authorization({ method: 'GET', uri: pathname + search });
  return good(await client.open(url, { timeoutMs: ANSWER_MS, headers: { authorization: proof } }, signal));
}

function good(answer: OpenAnswer): OpenAnswer {
  const { status, body } = answer;
  if (status === 200) return answer;
  body.on('error', () => undefined).destroy();
  if (status === 401) throw new CameraFailure('credentials');
  throw new CameraFailure(status >= 300 && status < 400 ? 'redirect' : (meanings[status] ?? 'camera_error'));
}

async function wholeOf({ body }: OpenAnswer): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MAX_PICTURE_BYTES) throw new CameraFailure('too_large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A body that breaks off is the camera's end; what is not of the connection is ours. */
const failureOf = (error: unknown): CameraFailure => {
  try {
    return asCameraFailure(error);
  } catch {
    return new CameraFailure('ended', { cause: error });
  }
};
