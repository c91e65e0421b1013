import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { destinationOf, openSocket, type OutgoingPolicy } from '@argus/outgoing';
import { type Authorization, authorizationFor } from './authorization.js';
import { asCameraFailure, CameraFailure, type CameraFailureKind } from './camera-failure.js';
import type { FeedFigures, FeedSource } from './camera-feed.js';
import { headersOf, NotRtsp, type RtspFrame, type RtspMessage, RtspReader, written } from './rtsp-message.js';
import { RtspUrls } from './rtsp-urls.js';
import { describedBy } from './stream-description.js';

const CONNECT_MS = 5000;
/** For an answer, and between pictures. */
const PATIENCE_MS = 5000;
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
const READABLE_CODECS = ['H264', 'H265', 'JPEG'];
const RTP_MARKER = 0x80;

/** What statuses mean to whoever installs the camera. */
const meanings: Readonly<Record<number, CameraFailureKind>> = {
  403: 'forbidden',
  404: 'no_such_stream',
  453: 'busy',
  503: 'busy',
};

interface Asked {
  readonly request: RtspMessage;
  readonly cseq: string | undefined;
  readonly isSecondTry: boolean;
}

/**
 * Stands between a decoder on this machine and a camera (RTSP over TCP, RFC 2326). The decoder knows an address on loopback and nothing else: it
 * never sees the camera's address, user or password, cannot be sent elsewhere, and nobody but the first to name the secret path is served.
 * The relay goes to a judged address, follows no redirect, bounds what a camera may send, and counts it.
 */
export class RtspRelay {
  private readonly listener: Server;
  private readonly fromCamera = new RtspReader(/^RTSP\/1\.\d /);
  private readonly asked: Asked[] = [];
  private client: Socket | undefined;
  private urls!: RtspUrls;
  private authorization: Authorization | undefined;
  private cseq = 0;
  private videoChannel: number | undefined;
  private isPlaying = false;
  private failure: CameraFailure | undefined;
  private readonly patience: NodeJS.Timeout;

  private constructor(
    private readonly source: FeedSource,
    private readonly camera: Socket,
    private readonly figures: FeedFigures,
    private readonly onFailure: (failure: CameraFailure) => void,
  ) {
    this.listener = createServer((socket) => this.take(socket));
    this.patience = setTimeout(() => this.fail(this.isPlaying ? 'silent' : 'timeout'), PATIENCE_MS);
    camera.setNoDelay(true);
    camera.on('data', (bytes) => this.readCamera(bytes));
    camera.on('error', () => this.fail('reset'));
    camera.on('close', () => this.fail(this.isPlaying ? 'ended' : 'reset'));
  }

  /**
   * Connects to the camera, then waits for the decoder.
   * @param onFailure is called once, unless the relay was closed before
   * @throws CameraFailure
   */
  static async open(
    source: FeedSource,
    policy: OutgoingPolicy,
    figures: FeedFigures,
    onFailure: (failure: CameraFailure) => void,
    ca?: string,
  ): Promise<RtspRelay> {
    try {
      const to = destinationOf(source.url, ['rtsp:', 'rtsps:']);
      const isTls = to.protocol === 'rtsps:';
      const options = { timeoutMs: CONNECT_MS, defaultPort: isTls ? 322 : 554, isTls, ca };
      const relay = new RtspRelay(source, await openSocket(policy, to, options), figures, onFailure);
      relay.listener.listen(0, '127.0.0.1');
      await once(relay.listener, 'listening');
      const { port } = relay.listener.address() as AddressInfo;
      relay.urls = new RtspUrls(`rtsp://127.0.0.1:${port}/${randomBytes(16).toString('hex')}`, source.url);
      return relay;
    } catch (error) {
      throw asCameraFailure(error);
    }
  }

  /** For the decoder. */
  get url(): string {
    return this.urls.local;
  }

  close(): void {
    this.failure ??= new CameraFailure('ended');
    clearTimeout(this.patience);
    this.listener.close();
    this.client?.destroy();
    this.camera.destroy();
  }

  private fail(kind: CameraFailureKind): void {
    if (this.failure) return;
    this.failure = new CameraFailure(kind);
    this.close();
    this.onFailure(this.failure);
  }

  /** Who does not know the secret path is sent away, and the place stays free. */
  private take(socket: Socket): void {
    if (this.client) {
      socket.destroy();
      return;
    }
    this.client = socket;
    const reader = new RtspReader(/^[A-Z_]{3,20} /);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.client === socket) this.client = undefined;
    });
    socket.on('data', (bytes) => {
      try {
        for (const each of reader.read(bytes)) {
          if ('channel' in each) this.camera.write(each.bytes);
          else
            this.ask({
              request: this.urls.forCamera(each),
              cseq: headersOf(each, 'cseq')[0],
              isSecondTry: false,
            });
        }
      } catch {
        socket.destroy();
      }
    });
  }

  private ask(asked: Asked): void {
    const [method = '', uri = ''] = asked.request.first.split(' ');
    const headers = asked.request.headers.filter(([name]) => name !== 'cseq' && name !== 'authorization');
    const proof = this.authorization?.({ method, uri });
    this.asked.push(asked);
    this.camera.write(
      written({
        ...asked.request,
        headers: [
          ['CSeq', String(++this.cseq)],
          ...headers,
          ...(proof ? [['Authorization', proof] as const] : []),
        ],
      }),
    );
  }

  private readCamera(bytes: Buffer): void {
    this.figures.bytes += bytes.length;
    try {
      for (const each of this.fromCamera.read(bytes)) {
        if (this.failure) return;
        if ('channel' in each) this.passOn(each);
        else this.answer(each);
      }
    } catch (error) {
      if (!(error instanceof NotRtsp)) throw error;
      this.fail('not_rtsp');
    }
  }

  private passOn(frame: RtspFrame): void {
    if (frame.channel === this.videoChannel) {
      this.patience.refresh();
      if ((frame.bytes[5]! & RTP_MARKER) !== 0) this.figures.sent++;
    }
    if (!this.client) return;
    this.client.write(frame.bytes);
    if (this.client.writableLength > MAX_WAITING_BYTES) this.fail('slow_decoder');
  }

  private answer(response: RtspMessage): void {
    const asked = this.asked.shift();
    if (!asked) return this.fail('not_rtsp');
    const method = asked.request.first.split(' ')[0]!;
    const status = Number(/^RTSP\/1\.\d (\d{3})/.exec(response.first)?.[1]);
    if (!this.isPlaying) this.patience.refresh();
    if (status === 401) return this.prove(asked, response);
    if (status >= 300 && status < 400) return this.fail('redirect');
    if (status >= 400 && !this.isPlaying) return this.fail(meanings[status] ?? 'camera_error');
    if (method === 'DESCRIBE') this.describe(response);
    if (method === 'SETUP') this.videoChannel ??= channelOf(response);
    if (method === 'PLAY') this.isPlaying = true;
    if (this.failure) return;
    const shown = this.urls.forDecoder(response);
    const headers = shown.headers.map(([name, value]) =>
      name === 'cseq' ? ([name, asked.cseq ?? value] as const) : ([name, value] as const),
    );
    this.client?.write(written({ ...shown, headers }));
  }

  private prove(asked: Asked, response: RtspMessage): void {
    const { credentials } = this.source;
    const isKnown = credentials.username !== undefined || credentials.password !== undefined;
    if (!isKnown) return this.fail('no_credentials');
    this.authorization = authorizationFor(headersOf(response, 'www-authenticate'), credentials);
    if (asked.isSecondTry || !this.authorization) return this.fail('credentials');
    this.ask({ ...asked, isSecondTry: true });
  }

  private describe({ body }: RtspMessage): void {
    const { hasVideo, codec, statedFps } = describedBy(body);
    Object.assign(this.figures, { codec, statedFps });
    if (!hasVideo) this.fail('no_video');
    else if (codec !== null && !READABLE_CODECS.includes(codec)) this.fail('codec');
  }
}

function channelOf(response: RtspMessage): number | undefined {
  const [, channel] = /interleaved=(\d{1,3})/i.exec(headersOf(response, 'transport')[0] ?? '') ?? [];
  return channel === undefined ? undefined : Number(channel);
}
