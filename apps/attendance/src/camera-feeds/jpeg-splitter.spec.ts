import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JpegSplitter, MAX_PICTURE_BYTES } from './jpeg-splitter.js';

const jpeg = (body: readonly number[]): Buffer => Buffer.from([0xff, 0xd8, ...body, 0xff, 0xd9]);

describe('JPEGs that follow each other', () => {
  it('each is found whole, however the bytes are cut and whatever stands between', () => {
    const body = fc.array(fc.integer({ min: 0, max: 0xd7 }), { maxLength: 50 });
    fc.assert(
      fc.property(fc.array(body, { maxLength: 5 }), fc.integer({ min: 1, max: 17 }), (bodies, step) => {
        const pictures = bodies.map(jpeg);
        const bytes = Buffer.concat(pictures.flatMap((each) => [Buffer.from('--frame\r\n\r\n'), each]));
        const splitter = new JpegSplitter();
        const found: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += step)
          found.push(...splitter.read(bytes.subarray(at, at + step)));
        expect(found.map((each) => Buffer.from(each).toString('hex'))).toEqual(
          pictures.map((each) => each.toString('hex')),
        );
      }),
    );
  });

  it('a large picture in small pieces costs no more than it is large', () => {
    const splitter = new JpegSplitter();
    const piece = Buffer.alloc(1024, 0x41);
    const started = process.cpuUsage();
    expect([...splitter.read(Buffer.from([0xff, 0xd8]))]).toEqual([]);
    for (let read = piece.length; read < MAX_PICTURE_BYTES; read += piece.length)
      for (const each of splitter.read(piece)) throw new Error(`A picture of ${each.length} bytes`);
    const [picture] = [...splitter.read(Buffer.from([0xff, 0xd9]))];
    const { user, system } = process.cpuUsage(started);
    expect(picture).toHaveLength(MAX_PICTURE_BYTES - piece.length + 4);
    expect((user + system) / 1e6).toBeLessThan(1);
  });
});
