import sharp, { type Sharp } from 'sharp';
import type { Irises } from '#vision/mesh/iris.js';
import type { Point } from '#vision/sampling/similarity-transform.js';
import { seededRandom } from '#vision/accuracy/seeded-random.js';

/** A way to spoil a photograph; irises tell where to draw. */
export interface Spoiling {
  readonly name: string;
  readonly apply: (photograph: Buffer, irises: Irises) => Promise<Buffer>;
}

const QUALITY = 92;
const jpeg = (image: Sharp) => image.jpeg({ quality: QUALITY }).toBuffer();

export const spoilings: readonly Spoiling[] = [
  { name: 'clean', apply: (photograph) => Promise.resolve(photograph) },
  {
    name: 'half the width and height',
    apply: async (photograph) => {
      const { width, height } = await sharp(photograph).metadata();
      return jpeg(sharp(photograph).resize(Math.round(width / 2), Math.round(height / 2)));
    },
  },
  { name: 'JPEG quality 15', apply: (photograph) => sharp(photograph).jpeg({ quality: 15 }).toBuffer() },
  { name: 'a quarter of the light, and noise', apply: darken },
  { name: 'dark glasses drawn on', apply: (photograph, irises) => draw(photograph, glasses(irises)) },
  { name: 'mask drawn on', apply: (photograph, irises) => draw(photograph, mask(irises)) },
];

const LIGHT = 0.25;
const NOISE_DEVIATION = 6;

async function darken(photograph: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(photograph)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const random = seededRandom(data.length);
  for (let i = 0; i < data.length; i++) {
    /* Twelve uniform numbers make nearly a normal one. */
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += random();
    data[i] = Math.min(Math.max(Math.round(data[i]! * LIGHT + sum * NOISE_DEVIATION), 0), 255);
  }
  return jpeg(sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }));
}

async function draw(photograph: Buffer, shapes: string): Promise<Buffer> {
  const { width, height } = await sharp(photograph).metadata();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  return jpeg(sharp(photograph).composite([{ input: Buffer.from(svg) }]));
}

/** Places in units of the distance between the eyes, from their middle: to the person's left and down. */
function faceFrame({ right, left }: Irises): (across: number, down: number) => Point {
  const [dx, dy] = [left.centre.x - right.centre.x, left.centre.y - right.centre.y];
  const [x, y] = [(left.centre.x + right.centre.x) / 2, (left.centre.y + right.centre.y) / 2];
  return (across, down) => ({ x: x + across * dx - down * dy, y: y + across * dy + down * dx });
}

const polygon = (points: readonly Point[], fill: string) =>
  `<polygon points="${points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}" fill="${fill}"/>`;

function glasses(irises: Irises): string {
  const at = faceFrame(irises);
  const lens = (centre: number) =>
    polygon(
      Array.from({ length: 24 }, (_, i) => {
        const angle = (i / 24) * 2 * Math.PI;
        return at(centre + 0.4 * Math.cos(angle), 0.05 + 0.3 * Math.sin(angle));
      }),
      '#141414',
    );
  return (
    lens(-0.5) +
    lens(0.5) +
    polygon([at(-0.15, -0.08), at(0.15, -0.08), at(0.15, 0), at(-0.15, 0)], '#141414')
  );
}

function mask(irises: Irises): string {
  const at = faceFrame(irises);
  const outline = [
    at(-1, 0.45),
    at(-0.35, 0.45),
    at(0, 0.32),
    at(0.35, 0.45),
    at(1, 0.45),
    at(0.92, 1.15),
    at(0.55, 1.75),
    at(0, 1.95),
    at(-0.55, 1.75),
    at(-0.92, 1.15),
  ];
  return polygon(outline, '#a9c8dc');
}
