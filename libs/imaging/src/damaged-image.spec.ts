import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { decodeUpright } from './decode-upright.js';
import { inspectImage } from './inspect-image.js';

const [WIDTH, HEIGHT] = [200, 152];
const SOS = Buffer.from([0xff, 0xda]);
const damaged = { code: 'IMAGE_DAMAGED' };

/** Comparing long arrays takes Jest seconds. */
const pixelsOf = async (file: Uint8Array): Promise<string> =>
  createHash('sha256')
    .update((await decodeUpright(file)).rgb)
    .digest('hex');

/** A picture with edges and slopes everywhere, so that data of every part count. */
const drawing = sharp(
  Buffer.from(
    Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
      const [x, y, channel] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH), i % 3];
      return 128 + 60 * Math.sin(x / (3 + channel)) + 50 * Math.cos((x * y) / 400) + ((x >> 4) & 1) * 15;
    }),
  ),
  { raw: { width: WIDTH, height: HEIGHT, channels: 3 } },
);

const kinds = {
  'baseline JPEG': drawing.clone().jpeg({ quality: 90 }),
  'JPEG without chroma subsampling': drawing.clone().jpeg({ chromaSubsampling: '4:4:4' }),
  'grey JPEG': drawing.clone().greyscale().jpeg(),
  'CMYK JPEG': drawing.clone().toColourspace('cmyk').jpeg(),
  'progressive JPEG': drawing.clone().jpeg({ progressive: true }),
  'JPEG of optimised scans': drawing.clone().jpeg({ mozjpeg: true }),
} as const;
type Kind = keyof typeof kinds;
const names = Object.keys(kinds) as Kind[];
const baseline: Kind = 'baseline JPEG';

const files = new Map<Kind, Buffer>();
beforeAll(async () => {
  for (const name of names) files.set(name, await kinds[name].toBuffer());
});

/** Returns a file whose bytes from `at` (a share of its scans) on are what `change` makes of them. */
function spoilt(file: Buffer, at: number, change: (rest: Buffer) => Buffer): Buffer {
  const header = file.indexOf(SOS);
  const start = header + 2 + file.readUInt16BE(header + 2);
  const from = start + Math.floor((file.length - 2 - start) * at);
  return Buffer.concat([file.subarray(0, from), change(Buffer.from(file.subarray(from)))]);
}
const withEnd = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.from([0xff, 0xd9])]);

describe.each(names)('%s', (name) => {
  it(`${name}: the file is read, and so are the same pixels without its end marker or with half of it`, async () => {
    const file = files.get(name)!;
    const pixels = await pixelsOf(file);
    for (const cut of [1, 2]) expect(await pixelsOf(file.subarray(0, -cut))).toBe(pixels);
  });

  it(`${name}: bytes after the end and between the segments change nothing`, async () => {
    const file = files.get(name)!;
    const pixels = await pixelsOf(file);
    const first = 4 + file.readUInt16BE(4);
    const between = Buffer.concat([file.subarray(0, first), Buffer.alloc(9), file.subarray(first)]);
    const filled = Buffer.concat([file.subarray(0, -2), Buffer.alloc(6), file.subarray(-2)]);
    for (const each of [
      Buffer.concat([file, file]),
      Buffer.concat([file, Buffer.alloc(5000, 7)]),
      between,
      filled,
    ])
      expect(await pixelsOf(each)).toBe(pixels);
  });

  it.each([0, 0.1, 0.5, 0.9, 0.995])(
    `${name}: a file cut off at %d of its data is refused, also with an end marker behind`,
    async (at) => {
      const cut = spoilt(files.get(name)!, at, () => Buffer.alloc(0));
      await expect(decodeUpright(cut)).rejects.toMatchObject(damaged);
      await expect(decodeUpright(withEnd(cut))).rejects.toMatchObject(damaged);
    },
  );

  it.each([0.1, 0.4, 0.6, 0.7])(
    `${name}: a file with destroyed data at %d is refused: a hole, a piece twice, zeros to the end`,
    async (at) => {
      const file = files.get(name)!;
      const changes = {
        hole: (rest: Buffer) => rest.subarray(300),
        twice: (rest: Buffer) => Buffer.concat([rest.subarray(0, 300), rest]),
        zeros: (rest: Buffer) => rest.fill(0, 0, rest.length - 2),
      };
      for (const change of Object.values(changes))
        await expect(decodeUpright(spoilt(file, at, change))).rejects.toMatchObject(damaged);
    },
  );
});

describe('JPEG', () => {
  it('JPEG: a progressive file that ends between two scans is refused', async () => {
    const file = files.get('progressive JPEG')!;
    const lastScan = file.lastIndexOf(SOS);
    expect(lastScan).toBeGreaterThan(file.indexOf(SOS));
    await expect(decodeUpright(withEnd(file.subarray(0, lastScan)))).rejects.toMatchObject(damaged);
  });

  it('JPEG: the wrong scan header of some telephones is read as the only one possible', async () => {
    const file = Buffer.from(files.get(baseline)!);
    const pixels = await pixelsOf(file);
    const header = file.indexOf(SOS);
    file.fill(0, header + 11, header + 14);
    expect(await pixelsOf(file)).toBe(pixels);
  });

  it('JPEG: kinds that no browser shows are not readable', async () => {
    const arithmetic = Buffer.from(files.get(baseline)!);
    arithmetic[arithmetic.indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xc9;
    await expect(decodeUpright(arithmetic)).rejects.toMatchObject({ code: 'IMAGE_NOT_READABLE' });
  });

  it('JPEG: any file of markers and noise is read or refused by name', async () => {
    const file = files.get(baseline)!;
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let tried = 0; tried < 60; tried++) {
      const noise = Buffer.from(file);
      for (let changed = 0; changed < 5; changed++) noise[2 + random(noise.length - 2)] = random(256);
      const read = await decodeUpright(noise).catch((error: unknown) => error);
      if (read instanceof Error) expect(read).toMatchObject({ code: expect.stringMatching(/^IMAGE_/) });
    }
  });
});

describe('PNG', () => {
  const png = () => drawing.clone().png();

  it.each([
    ['plain', () => png().toBuffer()],
    ['interlaced', () => drawing.clone().png({ progressive: true }).toBuffer()],
    ['with a palette', () => drawing.clone().png({ palette: true }).toBuffer()],
  ])('PNG: a %s one is read without its end, and refused cut off or with a wrong byte', async (_, make) => {
    const file = await make();
    expect(await pixelsOf(file.subarray(0, -12))).toBe(await pixelsOf(file));
    for (const left of [0.3, 0.6, 0.95])
      await expect(decodeUpright(file.subarray(0, file.length * left))).rejects.toMatchObject(damaged);
    for (const at of [0.4, 0.7, 0.9]) {
      const wrong = Buffer.from(file);
      wrong[Math.floor(file.length * at)]! ^= 0x55;
      await expect(decodeUpright(wrong)).rejects.toMatchObject(damaged);
    }
  });

  it('PNG: an animated one is refused as animated', async () => {
    const file = await png().toBuffer();
    const body = Buffer.concat([Buffer.from('acTL'), Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(8);
    check.writeUInt32BE(crc32(body));
    const animated = Buffer.concat([file.subarray(0, 33), length, body, check, file.subarray(33)]);
    await expect(inspectImage(animated)).rejects.toMatchObject({ code: 'IMAGE_ANIMATED' });
  });
});

describe('WebP', () => {
  it.each([false, true])(
    'WebP: a file that is cut off is refused as damaged (lossless: %s)',
    async (lossless) => {
      const file = await drawing.clone().webp({ lossless }).toBuffer();
      await decodeUpright(file);
      for (const left of [file.length - 1, file.length / 2, 60])
        await expect(decodeUpright(file.subarray(0, left))).rejects.toMatchObject(damaged);
    },
  );
});
