import { readdirSync, readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { OutgoingClient, OutgoingPolicy } from '@argus/outgoing';
import { hostileNames, hostileUrls } from '@argus/outgoing/testing';
import { film, missingForCameras, plainFilm, RtspServer } from '@argus/testing/rtsp';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CameraFailure } from './camera-failure.js';
import { type CameraFeed, newFigures } from './camera-feed.js';
import { openHttpFeed } from './http-feed.js';
import { openRtspFeed } from './rtsp-feed.js';
import { RtspRelay } from './rtsp-relay.js';

const PASSWORD = 'canary p@ss"w/ord#';
const loopback = async () => [{ address: '127.0.0.1', family: 4 }];
/** For cameras that stand on loopback in these tests. */
const trusting = new OutgoingPolicy([], { verdict: () => 'allowed', lookup: loopback });

const missing = missingForCameras();
if (missing) process.stderr.write(`NOT RUN: cameras by RTSP, as ${missing} is missing\n`);

const feeds: CameraFeed[] = [];
const servers: Server[] = [];
afterAll(() => {
  for (const feed of feeds) feed.close();
  for (const server of servers) server.close();
});

async function opened(url: string, credentials = {}): Promise<CameraFeed> {
  const feed = await openRtspFeed({ url, credentials, framesPerSecond: 5 }, trusting, 'ffmpeg');
  feeds.push(feed);
  return feed;
}
const failureOf = async (url: string, credentials = {}): Promise<string> => {
  try {
    const feed = await opened(url, credentials);
    for (;;) await feed.next();
  } catch (error) {
    return (error as CameraFailure).kind;
  }
};
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes.length > 1000;

(missing ? describe.skip : describe)('cameras by RTSP', () => {
  let server: RtspServer;
  beforeAll(async () => {
    const folder = await film({ fps: 10, walkers: [], secondsEach: 1 });
    const open = { folder, fps: 10 };
    const locked = { ...open, user: 'admin', password: PASSWORD };
    server = await RtspServer.start([
      { path: '/mjpeg', codec: 'mjpeg', ...open },
      { path: '/h264', codec: 'h264', ...open },
      { path: '/h265', codec: 'h265', ...open },
      { path: '/locked', codec: 'h264', ...locked },
      { path: '/silent', codec: 'mjpeg', ...open },
      { path: '/large', codec: 'h264', folder: await plainFilm('#777', 7680, 4320), fps: 2 },
    ]);
  });
  afterAll(() => server.kill());

  it.each([
    ['mjpeg', 'JPEG'],
    ['h264', 'H264'],
    ['h265', 'H265'],
  ])('a film in %s comes as JPEGs, and its pictures and bytes are counted', async (path, codec) => {
    const feed = await opened(server.url(`/${path}`));
    for (let i = 0; i < 3; i++) expect(isJpeg(await feed.next())).toBe(true);
    expect(feed.figures).toMatchObject({ codec, errors: 0 });
    expect(feed.figures.sent).toBeGreaterThan(3);
    expect(feed.figures.bytes).toBeGreaterThan(1000);
    feed.close();
  });

  it.each([
    ['Basic', false],
    ['Digest', true],
  ])(
    'a camera behind %s opens with its password, which no process shows, and with no other',
    async (_, digest) => {
      const folder = await film({ fps: 10, walkers: [], secondsEach: 1 });
      const camera = {
        path: '/cam',
        codec: 'h264',
        folder,
        fps: 10,
        user: 'admin',
        password: PASSWORD,
      } as const;
      const own = await RtspServer.start([camera], { digest });
      const url = own.url('/cam?channel=1');
      const feed = await opened(url, { username: 'admin', password: PASSWORD });
      expect(isJpeg(await feed.next())).toBe(true);
      const shown = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap((id) => ['cmdline', 'environ'].map((file) => `/proc/${id}/${file}`))
        .map(readable)
        .filter((text) => text.includes('ffmpeg'));
      expect(shown.some((text) => text.includes('rtsp://127.0.0.1'))).toBe(true);
      expect(shown.filter((text) => text.includes('canary'))).toEqual([]);
      feed.close();
      expect(await failureOf(url, { username: 'admin', password: 'wrong' })).toBe('credentials');
      expect(await failureOf(url)).toBe('no_credentials');
      await own.kill();
    },
  );

  it('a path without video, and pictures that are too large, are told apart', async () => {
    expect(await failureOf(server.url('/nothing'))).toBe('no_such_stream');
    expect(await failureOf(server.url('/large'))).toBe('no_picture');
  });

  it('a camera whose encoder stops is silent, though its connection stands', async () => {
    const feed = await opened(server.url('/silent'));
    await feed.next();
    server.show('/silent', 'silent');
    const failure = await (async () => {
      for (;;) await feed.next();
    })().catch((error: CameraFailure) => error);
    expect(failure.kind).toBe('silent');
  });

  it('a camera that is unplugged ends the feed', async () => {
    const folder = await film({ fps: 10, walkers: [], secondsEach: 1 });
    const own = await RtspServer.start([{ path: '/cam', codec: 'mjpeg', folder, fps: 10 }]);
    const feed = await opened(own.url('/cam'));
    await feed.next();
    await own.kill();
    const failure = await (async () => {
      for (;;) await feed.next();
    })().catch((error: CameraFailure) => error);
    expect(['ended', 'reset']).toContain(failure.kind);
    expect(await failureOf(own.url('/cam'))).toBe('refused');
  });

  it('without a decoder the reason is told', async () => {
    const source = { url: server.url('/mjpeg'), credentials: {}, framesPerSecond: 2 };
    const feed = await openRtspFeed(source, trusting, 'no-such-program');
    await expect(feed.next()).rejects.toMatchObject({ kind: 'no_decoder' });
  });
});

/** A camera that answers what it likes. */
async function hostile(answer: (socket: Socket, asked: string) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => answer(socket, bytes.toString()));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}
const cseqOf = (asked: string): string => /CSeq: (\d+)/.exec(asked)?.[1] ?? '1';
const sdp = (media: string): string => `v=0\r\ns=x\r\n${media}\r\n`;
const describing = (media: string) => (socket: Socket, asked: string) => {
  const body = asked.startsWith('DESCRIBE') ? sdp(media) : '';
  const head = body
    ? `Content-Type: application/sdp\r\nContent-Length: ${body.length}\r\n`
    : 'Public: DESCRIBE\r\n';
  socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${cseqOf(asked)}\r\n${head}\r\n${body}`);
};

(missing === 'ffmpeg' ? describe.skip : describe)('hostile cameras by RTSP', () => {
  it.each<[string, (socket: Socket, asked: string) => void, string]>([
    ['that answers noise', (socket) => socket.write(Buffer.alloc(100_000, 7)), 'not_rtsp'],
    ['that never answers', () => undefined, 'timeout'],
    [
      'whose head never ends',
      (socket) => socket.write(`RTSP/1.0 200 OK\r\nX: ${'x'.repeat(20_000)}`),
      'not_rtsp',
    ],
    [
      'with an endless body',
      (socket, asked) =>
        socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${cseqOf(asked)}\r\nContent-Length: 999999999\r\n\r\n`),
      'not_rtsp',
    ],
    ['that speaks HTTP', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'), 'not_rtsp'],
    ['that only has sound', describing('m=audio 0 RTP/AVP 0'), 'no_video'],
    ['with video of another kind', describing('m=video 0 RTP/AVP 96\r\na=rtpmap:96 VP8/90000'), 'codec'],
    ['that hangs up', (socket) => socket.destroy(), 'reset'],
  ])('a camera %s is given up with its reason', async (_, answer, kind) => {
    expect(await failureOf(await hostile(answer))).toBe(kind);
  });

  it('a redirect is not followed', async () => {
    let reached = 0;
    const canary = createServer(() => reached++);
    servers.push(canary);
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    const to = `rtsp://127.0.0.1:${(canary.address() as AddressInfo).port}/`;
    const redirecting = (socket: Socket, asked: string) =>
      socket.write(`RTSP/1.0 302 Found\r\nCSeq: ${cseqOf(asked)}\r\nLocation: ${to}\r\n\r\n`);
    expect(await failureOf(await hostile(redirecting))).toBe('redirect');
    expect(reached).toBe(0);
  });

  it('no hostile form of an address reaches a canary on this machine', async () => {
    let reached = 0;
    const canary = createServer(() => reached++);
    servers.push(canary);
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    const { port } = canary.address() as AddressInfo;
    const lookup = async (name: string) =>
      (hostileNames[name] ?? ['127.0.0.1']).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
    const policy = new OutgoingPolicy([], { lookup });
    const urls = ['rtsp', 'rtsps'].flatMap((scheme) => hostileUrls(scheme, port));
    expect(urls.length).toBeGreaterThan(160);
    for (const url of urls) {
      const source = { url, credentials: {}, framesPerSecond: 2 };
      await expect(RtspRelay.open(source, policy, newFigures(), () => undefined)).rejects.toMatchObject({
        name: 'CameraFailure',
      });
    }
    expect(reached).toBe(0);
  });
});

describe('cameras by HTTP', () => {
  const client = new OutgoingClient(trusting, ['http:', 'https:']);
  afterAll(() => client.close());
  let jpeg: Buffer;
  beforeAll(async () => {
    const folder = await plainFilm('#888');
    jpeg = readFileSync(`${folder}/0.jpg`);
  });
  const camera = async (answer: Parameters<typeof createHttpServer>[1]): Promise<string> => {
    const server = createHttpServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/snapshot.jpg`;
  };
  const first = async (url: string, credentials = {}) => {
    const feed = await openHttpFeed({ url, credentials, framesPerSecond: 10 }, client);
    try {
      return [await feed.next(), await feed.next()];
    } finally {
      feed.close();
    }
  };

  it('a snapshot is asked for again and again, and a film of JPEGs is cut into its pictures', async () => {
    const still = await camera((_request, reply) => reply.setHeader('content-type', 'image/jpeg').end(jpeg));
    expect((await first(still)).map((each) => Buffer.from(each).equals(jpeg))).toEqual([true, true]);
    const moving = await camera((_request, reply) => {
      reply.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=b' });
      const send = (): void => {
        reply.write(`--b\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
        reply.write(jpeg, () => reply.destroyed || setImmediate(send));
      };
      send();
    });
    expect((await first(moving)).map((each) => Buffer.from(each).equals(jpeg))).toEqual([true, true]);
  });

  it('a camera behind Basic opens with its password and with no other', async () => {
    const locked = await camera((request, reply) => {
      const right = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`;
      if (request.headers.authorization === right) reply.setHeader('content-type', 'image/jpeg').end(jpeg);
      else reply.writeHead(401, { 'www-authenticate': 'Basic realm="camera"' }).end();
    });
    expect(await first(locked, { username: 'admin', password: PASSWORD })).toHaveLength(2);
    await expect(first(locked, { username: 'admin', password: 'x' })).rejects.toMatchObject({
      kind: 'credentials',
    });
    await expect(first(locked)).rejects.toMatchObject({ kind: 'no_credentials' });
  });

  it.each([
    [302, { location: 'http://127.0.0.1/' }, 'redirect'],
    [404, {}, 'no_such_stream'],
    [500, {}, 'camera_error'],
    [200, { 'content-type': 'text/html' }, 'not_pictures'],
  ])('an answer %i with %j is told for what it is', async (status, headers, kind) => {
    const url = await camera((_request, reply) => reply.writeHead(status, headers).end('x'));
    await expect(first(url)).rejects.toMatchObject({ kind });
  });

  it('a picture without an end is given up at 8 MiB', async () => {
    const url = await camera((_request, reply) => {
      reply.writeHead(200, { 'content-type': 'image/jpeg' });
      const send = (): void =>
        void reply.write(Buffer.alloc(100_000), () => reply.destroyed || setImmediate(send));
      send();
    });
    await expect(first(url)).rejects.toMatchObject({ kind: 'too_large' });
  });
});

function readable(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
