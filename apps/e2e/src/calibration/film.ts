import { HttpClient, type IrisPlace, moveEyes, type Photograph, type Pixels } from '@argus/testing';
import sharp from 'sharp';

const SIZE = { width: 640, height: 480 };
/** How much of the frame's height the photograph takes: at a webcam people are smaller than on portraits. */
const SHARE = 0.85;
/** Half the width of an iris, and what is between it and the eye's centre of rotation. */
const IRIS_MM = 5.85;
const EYEBALL_MM = 10;
/** Of an iris that is moved in a still eye the models see about half: lids and corners stay where they were. */
const SEEN_SHARE = 0.5;
/** The focal length that Argus takes for a picture of unknown origin, over its longer edge. */
const FOCAL_SHARE = 0.9;

interface Face {
  readonly iris_left_px: readonly [number, number];
  readonly iris_right_px: readonly [number, number];
  readonly gaze_origin_mm: readonly [number, number, number];
}

export interface ScreenOfFilm {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** A person before a webcam who looks at points of a screen: one scene per point (fractions of the screen). */
export async function scenesOf(
  photograph: Photograph,
  url: string,
  screen: ScreenOfFilm,
  points: readonly { readonly x: number; readonly y: number }[],
): Promise<Pixels[]> {
  const still = await beforeWebcam(photograph);
  const face = await faceIn(still, url);
  const distanceMm = Math.hypot(...face.gaze_origin_mm);
  const radius = (IRIS_MM * FOCAL_SHARE * SIZE.width) / face.gaze_origin_mm[2];
  const irises: IrisPlace[] = [face.iris_left_px, face.iris_right_px].map(([x, y]) => ({ x, y, radius }));
  return points.map(({ x, y }) => {
    /* The person's right is the picture's left. */
    const across = -turn((x - 0.5) * screen.widthMm, distanceMm);
    const down = turn((y - 0.5) * screen.heightMm, distanceMm);
    return moveEyes(still, irises, across, down);
  });
}

/** How far the iris moves, in its radii, when the eye turns to a point that far from straight ahead. */
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
