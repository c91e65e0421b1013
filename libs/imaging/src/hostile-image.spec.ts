import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { decodeUpright } from './decode-upright.js';
import { inspectImage } from './inspect-image.js';
import { readJpeg } from './jpeg-file.js';

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

/** Returns a segment of a JPEG with the length that its body has. */
function segmentOf(code: number, body: Uint8Array): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
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

describe('hostile segments', () => {
  const afterFirstScan = async (...more: Uint8Array[]): Promise<Buffer> => {
    const whole = await plain(64, 64).jpeg().toBuffer();
    return Buffer.concat([whole.subarray(0, -2), ...more, whole.subarray(-2)]);
  };
  const SCAN = Buffer.from([3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);

  it.each([
    ['a million empty headers of scans', Buffer.alloc(4_000_000, Buffer.from([0xff, 0xda, 0, 2]))],
    ['one empty header of a scan', segmentOf(0xda, Buffer.alloc(0))],
    ['a header of a scan that lacks a byte', segmentOf(0xda, SCAN.subarray(1))],
    ['101 scans', Buffer.concat(new Array<Buffer>(101).fill(segmentOf(0xda, SCAN)))],
    ['100 000 comments', Buffer.concat(new Array<Buffer>(100_000).fill(segmentOf(0xfe, Buffer.alloc(0))))],
    ['a second header of a frame, of 65 535 bytes', segmentOf(0xc0, Buffer.alloc(65_533, 3))],
  ])('decodeUpright: a JPEG with %s after its first scan is refused at once', async (_what, segments) => {
    const file = await afterFirstScan(segments);
    const startedAt = process.cpuUsage();
    expect(() => readJpeg(file)).toThrow(expect.objectContaining({ code: 'IMAGE_DAMAGED' }));
    const { user } = process.cpuUsage(startedAt);
    expect(user).toBeLessThan(200_000); // microseconds; a million headers took seconds
    await expect(decodeUpright(file)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
  });

  it('inspectImage: a PNG of 100 000 empty chunks before its picture is refused', async () => {
    const png = await plain(64, 64).png().toBuffer();
    const chunk = pngChunk('tEXt', Buffer.from('a\0'));
    const many = Buffer.concat(new Array<Buffer>(100_000).fill(chunk));
    const file = Buffer.concat([png.subarray(0, 33), many, png.subarray(33)]);
    await expect(inspectImage(file)).rejects.toMatchObject({
      code: expect.stringMatching(/^IMAGE_(DAMAGED|NOT_READABLE)$/) as unknown,
    });
  });

  it('readJpeg: any segments are read, or refused as IMAGE_DAMAGED, and never fail otherwise', () => {
    const code = fc.oneof(
      fc.constantFrom(0xc0, 0xc2, 0xc4, 0xda, 0xda, 0xdb, 0xdd, 0xe0, 0xfe),
      fc.integer({ min: 0, max: 255 }),
    );
    const body = fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.constantFrom(SCAN, Buffer.alloc(65_533, 9)));
    const segment = fc.tuple(code, body).map(([each, bytes]) => segmentOf(each, bytes));
    const piece = fc.oneof({ weight: 5, arbitrary: segment }, fc.uint8Array({ maxLength: 12 }));
    const frame = fc.constantFrom(
      segmentOf(0xc0, Buffer.from([8, 0, 64, 0, 64, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])),
      Buffer.alloc(0),
    );
    fc.assert(
      fc.property(frame, fc.array(piece, { maxLength: 12 }), (head, pieces) => {
        const file = Buffer.concat([Buffer.from([0xff, 0xd8]), head, ...pieces]);
        try {
          const jpeg = readJpeg(file);
          expect(jpeg?.bytes.length ?? 0).toBeLessThanOrEqual(file.length + 4);
        } catch (error) {
          if ((error as { code?: string }).code !== 'IMAGE_DAMAGED') throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
