import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { portraitsOf } from './photographs.js';
import { type FacePicture, turnFace } from './turning-face.js';

/** What a liveness challenge asks, as clients read it. */
export interface AskedSteps {
  readonly steps: readonly {
    readonly action: 'turn' | 'blink';
    readonly direction: 'left' | 'right' | null;
    readonly at_ms: number;
  }[];
  readonly duration_ms: number;
}

export interface TimedFrame {
  readonly image: Buffer;
  readonly at_ms: number;
}

const FRAME_MS = 200;
const REACTION_MS = 400;
const TURN_MS = 1600;
const SHUT_MS = 400;
const PEAK_DEGREES = 44;
const WIDTH_PX = 400;
/** Of one man and alike but for the lids. Irises in pixels of the file, 720 wide. */
const open = { name: 'franck_01829', rightEye: [332, 268], leftEye: [445, 244] } as const;
const shut = 'franck_02888';

/**
 * Returns frames of a man who follows the steps: a photograph on the surface of a head that turns, and one of his with shut eyes.
 * Not `solid`, the photograph itself is turned; with `blinks: false` its eyes stay open. No two series share a frame.
 */
export async function livingSeries(
  { steps, duration_ms }: AskedSteps,
  { solid = true, blinks = true } = {},
): Promise<TimedFrame[]> {
  const face = await facePicture();
  const closed = await read(shut);
  const frames: TimedFrame[] = [];
  for (let at_ms = 0; at_ms <= duration_ms + FRAME_MS; at_ms += FRAME_MS) {
    let yaw = 0;
    let isShut = false;
    for (const { action, direction, at_ms: toldMs } of steps) {
      const since = at_ms - toldMs - REACTION_MS;
      if (action === 'blink') isShut ||= blinks && since >= 0 && since < SHUT_MS;
      else if (since > 0 && since < TURN_MS)
        yaw = (direction === 'left' ? 1 : -1) * PEAK_DEGREES * Math.sin((since / TURN_MS) * Math.PI);
    }
    const rgb = isShut ? closed.rgb : yaw === 0 ? face.rgb : turnFace(face, yaw, { solid });
    frames.push({ image: await encode({ ...face, rgb }), at_ms });
  }
  return frames;
}

async function facePicture(): Promise<FacePicture> {
  const { rgb, width, height, scale } = await read(open.name);
  const [rightEye, leftEye] = [open.rightEye, open.leftEye].map(
    ([x, y]) => [x * scale, y * scale] as const,
  ) as [FacePicture['rightEye'], FacePicture['leftEye']];
  return { rgb, width, height, rightEye, leftEye };
}

async function read(name: string) {
  const photograph = portraitsOf('franck').find((portrait) => portrait.name.includes(name))!;
  const picture = sharp(await photograph.read());
  const { width: original } = await picture.metadata();
  const { data, info } = await picture
    .resize({ width: WIDTH_PX })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { rgb: new Uint8Array(data), width, height, scale: width / original };
}

/** Noise in a corner makes each frame unique, as that of a camera does. */
function encode({ rgb, width, height }: FacePicture): Promise<Buffer> {
  const bytes = Buffer.from(rgb);
  randomBytes(96).copy(bytes);
  return sharp(bytes, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
