import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import sharp from 'sharp';
import { AttendanceClient, dataUrl, type Task } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);
const [portrait] = portraitsOf('kardashian');
let token: string;
beforeAll(async () => {
  ({ access: token } = await client.login());
});

const white = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' }, limitInputPixels: false });

const verify = (image: string) => client.http.post('/api/v1/face/verify/', { image }, { token });
const animated = async (): Promise<Buffer> => {
  const frame = (background: string) =>
    sharp({ create: { width: 64, height: 64, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = await Promise.all(['#fff', '#000'].map(frame));
  return sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
};

const refused: readonly [string, () => string | Promise<string>][] = [
  ['text that is not base64', () => 'this is not base64!'],
  ['no text at all', () => 'data:image/jpeg;base64,'],
  ['bytes that are no picture', () => dataUrl(Buffer.alloc(1000, 7))],
  ['a text file named .jpg', () => dataUrl(Buffer.from('I am a photograph, honestly.'))],
  ['one pixel', async () => dataUrl(await white(1, 1).png().toBuffer(), 'image/png')],
  [
    '400 megapixels in a small file',
    async () => dataUrl(await white(20_000, 20_000).png().toBuffer(), 'image/png'),
  ],
  ['an animation', async () => dataUrl(await animated(), 'image/webp')],
];

describe('a picture that verification or enrolment refuses', () => {
  it.each(refused)(
    'face verification answers 400 for %s, under the field of the picture',
    async (_, make) => {
      const { status, body } = await verify(await make());
      expect(status).toBe(400);
      expect(body).toEqual({ image: [expect.any(String)] });
    },
  );

  it('face enrolment names an invalid picture by its place in the list', async () => {
    const user = await client.createUser(token);
    const good = dataUrl(await portrait!.read());
    const request = { employee_id: user.employee_id, images: [good, 'nothing', good] };
    const { status, body } = await client.http.post('/api/v1/face/enroll/', request, { token });
    expect([status, body]).toEqual([400, { images: { 1: [expect.any(String)] } }]);
  });

  it('face enrolment answers 400 for two pictures instead of three', async () => {
    const good = dataUrl(await portrait!.read());
    const request = { employee_id: 'X', images: [good, good] };
    const { status, body } = await client.http.post('/api/v1/face/enroll/', request, { token });
    expect([status, body]).toEqual([400, { images: ['Ensure this field has at least 3 elements.'] }]);
  });

  it('face verification answers 413 for a body of 30 MB, before any of it is sent', async () => {
    /* A client that still writes while the gateway closes the connection may lose the answer. */
    const sending = request(`${url}/api/v1/face/verify/`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': 30 * 1024 * 1024,
      },
    });
    sending.flushHeaders();
    const [{ statusCode }] = (await once(sending, 'response')) as [IncomingMessage];
    sending.destroy();
    expect(statusCode).toBe(413);
  });
});

describe('a picture of an unusual kind', () => {
  const kinds: readonly [string, (bytes: Uint8Array) => Promise<Buffer>][] = [
    [
      'turned by its EXIF orientation',
      (bytes) => sharp(bytes).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer(),
    ],
    ['CMYK', (bytes) => sharp(bytes).toColourspace('cmyk').jpeg().toBuffer()],
    ['16 bits per channel', (bytes) => sharp(bytes).toColourspace('rgb16').png().toBuffer()],
    ['with transparency', (bytes) => sharp(bytes).ensureAlpha(0.99).png().toBuffer()],
    ['grey', (bytes) => sharp(bytes).greyscale().jpeg().toBuffer()],
  ];

  it.each(kinds)('face verification reads a picture of an unusual kind: %s', async (_, convert) => {
    const image = dataUrl(await convert(await portrait!.read()));
    const task: Task<{ decision: { model: string } | null }> = await client.work('verify', token, { image });
    expect(task).toMatchObject({ status: 'completed', result: { error_code: null } });
  });

  it('face verification of a picture without a face fails with NO_FACE', async () => {
    const image = dataUrl(await white(400, 400).jpeg().toBuffer());
    expect(await client.work('verify', token, { image })).toMatchObject({
      status: 'failed',
      result: { recognized: false, error_code: 'NO_FACE' },
    });
  });
});
