import { describe, expect, it } from '@jest/globals';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { decodeUpright } from './decode-upright.js';
import { inspectImage } from './inspect-image.js';

const MEBIBYTE = 1024 * 1024;

function pngChunk(type: string, body: Uint8Array): Buffer {
  const chunk = Buffer.alloc(body.length + 12);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(body, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, body.length + 8)), body.length + 8);
  return chunk;
}

/** Returns a black one-bit PNG: a few kilobytes that unpack to any size. */
function blackPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } });

describe('inspectImage and decodeUpright on hostile files', () => {
  it.each([
    ['plain text', Buffer.from('this is no picture, whatever its name says')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>')],
    ['a JPEG with only its first bytes', Buffer.from('\xff\xd8\xff\xe0', 'latin1')],
    ['an empty file', Buffer.alloc(0)],
  ])('inspectImage and decodeUpright: %s is refused', async (_name, bytes) => {
    await expect(inspectImage(bytes)).rejects.toMatchObject({ code: 'IMAGE_NOT_READABLE' });
    await expect(decodeUpright(bytes)).rejects.toMatchObject({ code: 'IMAGE_NOT_READABLE' });
  });

  it('inspectImage: a GIF is refused, although sharp could read it', async () => {
    const gif = await plain(64, 64).gif().toBuffer();
    await expect(inspectImage(gif)).rejects.toMatchObject({ code: 'IMAGE_NOT_READABLE' });
  });

  it('decodeUpright: a picture of one pixel is refused', async () => {
    const dot = await plain(1, 1).png().toBuffer();
    await expect(decodeUpright(dot)).rejects.toMatchObject({ code: 'IMAGE_TOO_SMALL' });
  });

  it('decodeUpright: a PNG of 20 000 x 20 000 is refused by its header, without memory for its pixels', async () => {
    const bomb = blackPng(20_000, 20_000);
    const before = process.memoryUsage().rss;
    const startedAt = performance.now();
    await expect(decodeUpright(bomb)).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MEBIBYTE);
  });

  it('inspectImage: an animated WebP is refused', async () => {
    const frames = await sharp(
      [await plain(64, 64).png().toBuffer(), await plain(64, 64).negate().png().toBuffer()],
      {
        join: { animated: true },
      },
    )
      .webp()
      .toBuffer();
    await expect(inspectImage(frames)).rejects.toMatchObject({ code: 'IMAGE_ANIMATED' });
  });

  it('decodeUpright: a truncated JPEG is refused', async () => {
    const noise = await sharp({
      create: {
        width: 256,
        height: 256,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
      .jpeg()
      .toBuffer();
    await expect(decodeUpright(noise.subarray(0, noise.length / 2))).rejects.toMatchObject({
      code: 'IMAGE_DAMAGED',
    });
  });
});

describe('decodeUpright', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'decodeUpright: %s is recognised by its content',
    async (format) => {
      const bytes = await plain(64, 48)[format]().toBuffer();
      expect(await inspectImage(bytes)).toEqual({ format, width: 64, height: 48 });
      const picture = await decodeUpright(bytes);
      expect([picture.width, picture.height, picture.rgb.length]).toEqual([64, 48, 64 * 48 * 3]);
      expect(Math.abs(picture.rgb[0]! - 200)).toBeLessThan(6);
    },
  );

  it('decodeUpright: a picture is turned upright by its EXIF orientation', async () => {
    const left = await plain(40, 64).modulate({ brightness: 0.1 }).png().toBuffer();
    const lying = await plain(80, 64)
      .composite([{ input: left, left: 0, top: 0 }])
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await inspectImage(lying)).toMatchObject({ width: 64, height: 80 });
    const { rgb, width, height } = await decodeUpright(lying);
    expect([width, height]).toEqual([64, 80]);
    // Orientation 6 is a quarter turn clockwise: the dark left half becomes the top.
    expect(rgb[0]!).toBeLessThan(100);
    expect(rgb[(height - 1) * width * 3]!).toBeGreaterThan(150);
  });

  it('decodeUpright: CMYK is converted to sRGB', async () => {
    const cmyk = await plain(64, 64).toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const { rgb } = await decodeUpright(cmyk);
    expect(rgb.length).toBe(64 * 64 * 3);
    expect(rgb[0]!).toBeGreaterThan(rgb[2]! + 60);
  });

  it('decodeUpright: PNG with 16 bits, grey or transparency is converted to eight-bit sRGB', async () => {
    const deep = await plain(64, 64).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(Math.abs((await decodeUpright(deep)).rgb[0]! - 200)).toBeLessThan(4);

    const grey = await plain(64, 64).toColourspace('b-w').png().toBuffer();
    expect((await decodeUpright(grey)).rgb.length).toBe(64 * 64 * 3);

    const clear = await sharp({
      create: { width: 64, height: 64, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect((await decodeUpright(clear)).rgb[0]).toBe(255);
  });

  it('decodeUpright: long edges are scaled down to maxEdgePx, and the original size is returned', async () => {
    const picture = await decodeUpright(await plain(400, 100).jpeg().toBuffer(), { maxEdgePx: 200 });
    expect([picture.width, picture.height]).toEqual([200, 50]);
    expect(picture.original).toMatchObject({ width: 400, height: 100 });
    expect((await decodeUpright(await plain(64, 64).jpeg().toBuffer(), { maxEdgePx: 200 })).width).toBe(64);
  });
});
