import { randomBytes } from 'node:crypto';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';

const client = new HttpClient(sharedPlatform().url);
const password = 'a long password of a test';
let token: string;
let other: string;
let otherName: string;

async function pilot(): Promise<{ token: string; username: string }> {
  const username = `pilot${randomBytes(6).toString('hex')}`;
  await client.post('/api/accounts/register/', { username, email: `${username}@example.com`, password });
  const { body } = await client.post('/api/accounts/token/', { username, password });
  return { token: (body as { access: string }).access, username };
}
beforeAll(async () => {
  ({ token } = await pilot());
  ({ token: other, username: otherName } = await pilot());
});

const fixation = (more: object = {}): object => ({
  ...{ section_id: 's1', recording_id: 'r1', fixation_id: 'f1', start_timestamp: 1.5, end_timestamp: '2' },
  ...{ duration: 0.5, fixation_detected_on_surface: true, fixation_x: 0.1, fixation_y: 0.2, ...more },
});

describe('fixations on the displays', () => {
  it.each(['ecam', 'efis', 'pfd'])(
    'fixations on %s: one bad row refuses all, with errors at its place, and nothing is stored',
    async (display) => {
      const path = `/api/data/${display}/`;
      const refused = await client.post(path, [fixation(), fixation({ start_timestamp: 'x' }), 5], { token });
      expect([refused.status, refused.body]).toEqual([
        400,
        [
          {},
          { start_timestamp: ['A valid number is required.'] },
          { non_field_errors: ['Invalid data. Expected a dictionary, but got int.'] },
        ],
      ]);
      const none = await client.get(path, { token });
      expect([none.status, none.body]).toEqual([404, { error: 'No data found for this user' }]);
    },
  );

  it.each(['1e400', '-1e400', 'NaN', 'Infinity'])(
    'fixations: a start of %s is refused, not stored as no number',
    async (number) => {
      const text = JSON.stringify([fixation()]).replace('1.5', number);
      const headers = { 'content-type': 'application/json' };
      const answer = await client.send('POST', '/api/data/pfd/', { token, headers, body: Buffer.from(text) });
      expect(answer.status).toBe(400);
      expect((await client.get('/api/data/pfd/', { token })).status).toBe(404);
    },
  );

  it('fixations: a file sent twice with its checksum is stored once', async () => {
    const path = `/api/data/ecam/?file_sha256=${'0A'.repeat(32)}`;
    const [first, second] = [
      await client.post(path, [fixation()], { token }),
      await client.post(path, [fixation()], { token }),
    ];
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    expect((await client.get('/api/data/ecam/', { token })).body).toHaveLength(1);
    const more = await client.post(path, [fixation(), fixation()], { token });
    expect([more.status, more.headers['x-error-code']]).toEqual([409, 'UPLOAD_DIFFERS']);
  });
});

describe('flights and their recordings', () => {
  it('flights: a shared flight shows its recordings, their fixations and their scan to another account, until it is not shared', async () => {
    await client.post('/api/data/pfd/', [fixation({ recording_id: 'left' })], { token });
    const flight = (await client.post('/api/flights/', { name: 'LOFT 3' }, { token })).body as { id: string };
    const listed = (await client.get('/api/recordings/?recording_id=left', { token })).body as {
      results: { id: string }[];
    };
    const { id } = listed.results[0]!;
    await client.send('PATCH', `/api/recordings/${id}/`, {
      token,
      body: { flight: flight.id, seat: 'left' },
    });
    const seen = async (): Promise<number[]> =>
      Promise.all(
        [
          `/api/flights/${flight.id}/`,
          `/api/recordings/${id}/`,
          `/api/recordings/${id}/fixations/?display=pfd`,
          `/api/analysis/scan/?recording=${id}&time_unit=s`,
        ].map(async (path) => (await client.get(path, { token: other })).status),
      );
    expect(await seen()).toEqual([404, 404, 404, 404]);
    const share = `/api/flights/${flight.id}/shares/${otherName}/`;
    expect((await client.send('PUT', share, { token, body: { right: 'read' } })).status).toBe(200);
    expect(await seen()).toEqual([200, 200, 200, 200]);
    expect(
      (await client.send('PATCH', `/api/flights/${flight.id}/`, { token: other, body: { name: 'X' } }))
        .status,
    ).toBe(403);
    expect((await client.send('DELETE', share, { token })).status).toBe(204);
    expect(await seen()).toEqual([404, 404, 404, 404]);
  });
});
