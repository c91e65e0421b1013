import { spawn } from 'node:child_process';
import type { OutgoingPolicy } from '@argus/outgoing';
import { asCameraFailure, CameraFailure } from './camera-failure.js';
import { type CameraFeed, type FeedSource, NewestPicture, newFigures } from './camera-feed.js';
import { JpegSplitter } from './jpeg-splitter.js';
import { RtspRelay } from './rtsp-relay.js';

/** 4096 x 2160. */
const MAX_PIXELS = 8_847_360;
/** Address space of the decoder. */
const MEMORY_KIB = 800_000;
const NOT_FOUND = 127;

/* The decoder inherits no environment, which holds the platform's secrets, and gets an address on loopback only. */
const SCRIPT = `ulimit -v ${MEMORY_KIB} 2>/dev/null; exec env -i PATH="$PATH" "$0" "$@"`;

const decoderArguments = (url: string, framesPerSecond: number): string[] => [
  ...['-hide_banner', '-v', 'error', '-nostdin'],
  ...['-protocol_whitelist', 'rtsp,tcp', '-rtsp_transport', 'tcp', '-allowed_media_types', 'video'],
  ...['-timeout', '5000000', '-max_pixels', String(MAX_PIXELS)],
  ...['-probesize', '100000', '-analyzeduration', '300000', '-threads', '1', '-i', url, '-an', '-sn', '-dn'],
  ...[
    '-vf',
    `fps=${framesPerSecond}`,
    '-f',
    'image2pipe',
    '-c:v',
    'mjpeg',
    '-q:v',
    '3',
    '-pix_fmt',
    'yuvj420p',
  ],
  ...['-threads', '1', '-filter_threads', '1', 'pipe:1'],
];

/**
 * Opens a camera by RTSP: a relay to it and ffmpeg as a child with bounded memory behind the relay.
 * @throws CameraFailure
 */
export async function openRtspFeed(
  source: FeedSource,
  policy: OutgoingPolicy,
  ffmpeg: string,
): Promise<CameraFeed> {
  const figures = newFigures();
  const newest = new NewestPicture();
  const relay = await RtspRelay.open(source, policy, figures, (failure) => newest.fail(failure));
  const decoder = spawn(
    '/bin/sh',
    ['-c', SCRIPT, ffmpeg, ...decoderArguments(relay.url, source.framesPerSecond)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const close = (): void => {
    newest.fail(new CameraFailure('ended'));
    relay.close();
    decoder.kill('SIGKILL');
  };
  const end = (failure: CameraFailure): void => {
    newest.fail(failure);
    close();
  };
  const splitter = new JpegSplitter();
  decoder.stdout.on('data', (bytes: Buffer) => {
    try {
      for (const picture of splitter.read(bytes)) newest.put(picture);
    } catch (error) {
      end(asCameraFailure(error));
    }
  });
  /* Only counted: it may quote what the camera sent. */
  decoder.stderr.on(
    'data',
    (bytes: Buffer) => (figures.errors += bytes.toString('latin1').split('\n').length - 1),
  );
  decoder.on('error', () => end(new CameraFailure('no_decoder')));
  decoder.on('exit', (code) => end(new CameraFailure(code === NOT_FOUND ? 'no_decoder' : 'no_picture')));
  return { figures, next: () => newest.next(), close };
}
