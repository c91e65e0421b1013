import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

export interface Film {
  readonly width?: number;
  readonly height?: number;
  readonly fps: number;
  /** Photographs that walk through the picture, one after the other. */
  readonly walkers: readonly Uint8Array[];
  readonly secondsEach: number;
  /** Height of a photograph in the picture, in pixels. */
  readonly walkerHeight?: number;
}

/* Optimised tables and other samplings do not travel by RTP (RFC 2435). */
const jpeg = { quality: 85, optimiseCoding: false, chromaSubsampling: '4:2:0', progressive: false } as const;

/** Writes a film as JPEGs into a folder of its own and returns the folder. Between two walkers the hall is empty for a second. */
export async function film({
  width = 1280,
  height = 720,
  fps,
  walkers,
  secondsEach,
  walkerHeight = 480,
}: Film): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'argus-film-'));
  const hall = await hallOf(width, height);
  let number = 0;
  const write = async (picture: Sharp): Promise<void> =>
    writeFileSync(
      join(folder, `${String(number++).padStart(6, '0')}.jpg`),
      await picture.jpeg(jpeg).toBuffer(),
    );
  const empty = async (): Promise<void> => {
    for (let i = 0; i < fps; i++) await write(sharp(hall));
  };
  for (const walker of walkers) {
    await empty();
    const person = await sharp(walker)
      .autoOrient()
      .resize({ height: walkerHeight })
      .toBuffer({ resolveWithObject: true });
    const frames = Math.round(secondsEach * fps);
    const way = width - person.info.width;
    for (let i = 0; i < frames; i++) {
      const left = Math.max(0, Math.round((way * i) / frames));
      const top = Math.round((height - walkerHeight) / 2 + 6 * Math.sin(i));
      await write(sharp(hall).composite([{ input: person.data, left, top }]));
    }
  }
  await empty();
  return folder;
}

/** Writes a film of one colour. */
export async function plainFilm(colour: string, width = 1280, height = 720): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'argus-film-'));
  const picture = sharp({ create: { width, height, channels: 3, background: colour } });
  writeFileSync(join(folder, '0.jpg'), await picture.jpeg(jpeg).toBuffer());
  return folder;
}

/** A wall with tiles, so that the picture has something to be sharp in. */
async function hallOf(width: number, height: number): Promise<Buffer> {
  const tiles = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><pattern id="t" width="40" height="40" patternUnits="userSpaceOnUse">
      <rect width="40" height="40" fill="#8a8f94"/><rect x="1" y="1" width="38" height="38" fill="#b9bec2"/>
    </pattern></defs><rect width="100%" height="100%" fill="url(#t)"/></svg>`;
  return sharp(Buffer.from(tiles)).png().toBuffer();
}
