import { HttpClient } from '@argus/testing';
import type { Photograph } from '@argus/testing/photographs';
import { type IrisPlace, moveEyes, type Pixels } from '@argus/testing/browser';
import sharp from 'sharp';

const SIZE = { width: 640, height: 480 };
/** Share of the frame's height that the photograph takes: people are smaller before a webcam than in portraits. */
const SHARE = 0.85;
/** Radius of an iris, and its distance from the eye's centre of rotation. */
const IRIS_MM = 5.85;
const EYEBALL_MM = 10;
/** The models see about half of the movement, because lids and corners of the eye stay where they were. */
const SEEN_SHARE = 0.5;
/** Focal length that Argus assumes for a picture of unknown origin, relative to its longer side. */
const FOCAL_SHARE = 0.9;

interface Face {
  readonly iris_left_px: readonly [number, number];
  readonly iris_right_px: readonly [number, number];
  readonly gaze_origin_mm: readonly [number, number, number];
}

export interface ScreenSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Returns one scene per point: a person before a webcam looks at it. Points are fractions of the screen. */
export async function scenesOf(
  photograph: Photograph,
  url: string,
  screen: ScreenSize,
  points: readonly { readonly x: number; readonly y: number }[],
): Promise<Pixels[]> {
  const still = await beforeWebcam(photograph);
  const face = await faceIn(still, url);
  const distanceMm = Math.hypot(...face.gaze_origin_mm);
  const radius = (IRIS_MM * FOCAL_SHARE * SIZE.width) / face.gaze_origin_mm[2];
  const irises: IrisPlace[] = [face.iris_left_px, face.iris_right_px].map(([x, y]) => ({ x, y, radius }));
  return points.map(({ x, y }) => {
    /* The person's right is the left of the picture. */
    const across = -turn((x - 0.5) * screen.widthMm, distanceMm);
    const down = turn((y - 0.5) * screen.heightMm, distanceMm);
    return moveEyes(still, irises, across, down);
  });
}

/** Returns how far the iris moves, in iris radii, when the eye turns to a point `offsetMm` from straight ahead. */
const turn = (offsetMm: number, distanceMm: number): number =>
  (EYEBALL_MM * Math.sin(Math.atan2(offsetMm, distanceMm))) / IRIS_MM / SEEN_SHARE;

async function beforeWebcam(photograph: Photograph): Promise<Pixels> {
  const height = Math.round(SIZE.height * SHARE);
  const person = await sharp(await photograph.read())
    .resize({ height })
    .toBuffer();
  const { data } = await sharp({ create: { ...SIZE, channels: 3, background: '#777' } })
    .composite([{ input: person }])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rgb: data, ...SIZE };
}

async function faceIn({ rgb, width, height }: Pixels, url: string): Promise<Face> {
  const file = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const { body } = await new HttpClient(url).post('/api/calibration/gaze', {
    frames: [{ frame_data: file.toString('base64') }],
  });
  const face = (body as { frames?: { face: Face | null }[] }).frames?.[0]?.face;
  if (!face) throw new Error(`No face in the first frame: ${JSON.stringify(body)}`);
  return face;
}
