import { randomBytes } from 'node:crypto';
import { HttpClient, type HttpAnswer, sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import { type RecordedAnswer, readRecording, recording } from './recorded-answers.js';
import { looks, viewerScreen } from './viewer.js';

const client = new HttpClient(sharedPlatform().url);

interface Difference {
  readonly why: string;
  /** The decision that allows it: a section or decision (D…) of the contracts, or a defect of the original (C…). */
  readonly by: string;
  readonly status: number;
  readonly body?: unknown;
}

const noFrames = { detail: 'No calibration frames found' };
const noMock = { why: 'there is no mock', by: '4.6: mock frames; D5: implement properly' } as const;
const no500 = 'no mistake of a client is a 500';

/* By place in the recording, from 1. All other answers must equal the recorded ones. */
const differences: Readonly<Record<number, Difference>> = {
  2: {
    why: 'the broken text is not sent back (`ctx.doc`); all else is as recorded',
    by: '4: the common core for all clients is loc, msg, type',
    status: 422,
    body: {
      detail: [
        {
          loc: ['body', 1],
          msg: 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)',
          type: 'value_error.jsondecode',
          ctx: { msg: 'Expecting property name enclosed in double quotes', pos: 1, lineno: 1, colno: 2 },
        },
      ],
    },
  },
  6: {
    why: 'both slash forms answer, nothing is redirected',
    by: '7.2: CAL both, directly',
    status: 200,
    body: { exists: true },
  },
  18: {
    why: 'no pixels are no screen',
    by: 'C7: always valid is a defect',
    status: 200,
    body: { screen_width_mm: 0, validation: { valid: false, warnings: ['Screen resolution seems too low'] } },
  },
  20: {
    why: `numbers may be text, and ${no500}`,
    by: 'C7: the 500 is a defect',
    status: 200,
    body: { screen_width_px: '1920', validation: { valid: false } },
  },
  21: {
    why: `no body is an empty one, and ${no500}`,
    by: 'C7: the 500 is a defect',
    status: 200,
    body: { validation: { valid: false } },
  },
  26: { ...noMock, status: 200, body: { success: false, error: expect.any(String) } },
  28: {
    why: no500,
    by: '4.3: no endpoint checks frame and session; issue: ownership is checked',
    status: 404,
    body: { detail: 'Session not found' },
  },
  29: {
    why: no500,
    by: '7.4: detail of a 500 leaks internals; 4: input errors are 422',
    status: 422,
    body: { detail: [{ loc: ['body', 'target_position', 'x'], type: 'value_error.missing' }] },
  },
  30: { ...noMock, status: 200, body: { batch_size: 12, successful_frames: 0 } },
  31: { ...noMock, status: 200, body: { frame_count: 0, session_info: { interview_id: 'iv1' } } },
  32: {
    why: 'the mock’s frames could not be completed',
    by: '4.6: mock frames can never be completed',
    status: 400,
    body: noFrames,
  },
  33: {
    why: 'nothing has failed: 32 was refused for want of frames',
    by: '4.1: complete without frames leaves the state unchanged',
    status: 200,
    body: { status: 'in_progress', error_message: null },
  },
  38: { ...noMock, status: 200, body: { success: false, error: 'Invalid image data' } },
  39: {
    why: 'fitted to samples of this test instead of the mock’s frames; numbers are others, metrics are measured',
    by: '4.6: the fit cannot be right; 4.4: metrics',
    status: 200,
    body: {
      success: true,
      calibration_stats: { total_frames: 48, targets_used: 4, frames_per_target: { '0.1,0.1': 12 } },
      file_checksums: {
        screen_info: expect.stringMatching(/^[0-9a-f]{8}$/),
        calibration_csv: expect.stringMatching(/^[0-9a-f]{8}$/),
        transform_matrix: expect.stringMatching(/^[0-9a-f]{8}$/),
      },
      message: 'Calibration completed successfully',
    },
  },
  42: { why: 'compared below: files of other samples', by: '4.6: the fit cannot be right', status: 200 },
  44: {
    why: 'as 39',
    by: '4.6: the fit cannot be right',
    status: 200,
    body: { success: true, message: 'Calibration completed successfully' },
  },
};

const run = randomBytes(4).toString('hex');
/* Answers of the original have no zone; ours say that they are UTC (ADR 80). */
const times = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?/g;
const uuids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

describe('calibration answers as the original did', () => {
  if (recording === undefined) {
    process.stderr.write('SKIPPED: ../shared/contracts/golden/calibration.txt is not here\n');
    it.skip('calibration answers as recorded from the original', () => undefined);
    return;
  }

  it('calibration answers as recorded from the original, except for the listed differences', async () => {
    const entries = readRecording(recording!);
    expect(entries).toHaveLength(50);
    const ids = new Map<string, string>();
    /* Replaces names and ids of the recording by those of this run. */
    const ours = (text: string): string => {
      const named = text.replaceAll(/\b(c[12X])(?=["_\s,]|$)/g, `$1-${run}`);
      return named.replaceAll(uuids, (id) => ids.get(id) ?? id);
    };
    const masked = (text: string): unknown =>
      JSON.parse(text.replaceAll(times, '<time>').replaceAll(uuids, '<id>'));

    for (const [index, entry] of entries.entries()) {
      const place = index + 1;
      if (place === 39) await addSamples(ids);
      const answer = await replay(entry, ours);
      const label = `${place} ${entry.method} ${entry.path}`;
      if (answer.status === 200 && entry.path.endsWith('/session/create')) {
        const recorded = (JSON.parse(entry.body) as { session_id: string }).session_id;
        ids.set(recorded, (answer.body as { session_id: string }).session_id);
      }
      const difference = differences[place];
      expect([label, answer.status]).toEqual([label, difference?.status ?? entry.status]);
      if (place === 42) compareFiles(answer, ours(entry.body));
      const expected = difference ? difference.body : entry.body && masked(ours(entry.body));
      if (expected !== undefined && expected !== '') {
        const got = masked(JSON.stringify(answer.body));
        expect({ label, body: got }).toMatchObject({ label, body: expected as object });
      }
      for (const [name, value] of Object.entries(entry.headers))
        if (!difference) expect([label, answer.headers[name]]).toEqual([label, value]);
    }
  });

  async function addSamples(ids: ReadonlyMap<string, string>): Promise<void> {
    const body = { session_id: [...ids.values()].at(-1), candidate_id: `c2-${run}`, samples: looks() };
    expect((await client.post('/api/calibration/samples', body)).status).toBe(200);
  }

  async function replay(entry: RecordedAnswer, ours: (text: string) => string): Promise<HttpAnswer> {
    const path = ours(entry.path);
    if (!entry.form) {
      const headers = entry.method === 'GET' ? {} : { 'content-type': 'application/json' };
      return client.send(entry.method, path, {
        headers,
        ...(entry.sent !== undefined && { body: ours(entry.sent) }),
      });
    }
    const form = new FormData();
    for (const [name, value] of Object.entries(entry.form))
      if (name === 'frame') form.set('frame', new Blob(['a file that is no image']), 'frame.jpg');
      else form.set(name, ours(value));
    return client.post(path, form);
  }

  function compareFiles({ body }: HttpAnswer, recorded: string): void {
    const files = body as Record<string, unknown>;
    const theirs = JSON.parse(recorded) as Record<string, unknown>;
    const name = (file: string) => `c2-${run}_${file}`;
    expect(Object.keys(files)).toEqual(expect.arrayContaining(Object.keys(theirs)));
    const screen = (from: Record<string, unknown>) => ({
      ...(from[name('screen_info.json')] as object),
      timestamp: '',
    });
    expect(screen(files)).toEqual(screen(theirs));
    const [header, row] = String(files[name('calibration.csv')]).split('\n');
    const [theirHeader, theirRow] = String(theirs[name('calibration.csv')]).split('\n');
    expect(header).toBe(theirHeader);
    expect(row!.split(',')).toHaveLength(theirRow!.split(',').length);
    expect(row!.split(',').slice(21, 24)).toEqual(theirRow!.split(',').slice(21, 24));
    expect(String(files[name('transform_matrix.npz')])).toMatch(/^UEsD/);
  }
});

describe('a calibration over HTTP', () => {
  it('calibration over HTTP: from a session to points on the screen, a validation and the erasure of the candidate', async () => {
    const candidate_id = `viewer-${run}`;
    const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
      const answer = await client.post(path, { candidate_id, ...body });
      expect([path, answer.status, answer.body]).toEqual([path, 200, answer.body]);
      return answer.body as Record<string, unknown>;
    };
    const { session_id } = await post('/api/calibration/session/create', {});
    await post('/api/screen/info', viewerScreen);
    const { calibration_config } = await post('/api/calibration/start', { session_id, targets: 9 });
    const { targets } = calibration_config as { targets: { position: { x: number; y: number } }[] };
    expect(targets).toHaveLength(9);
    await post('/api/calibration/samples', {
      session_id,
      samples: looks(targets.map(({ position }) => position)),
    });
    expect(await post('/api/calibration/complete', { session_id })).toMatchObject({ success: true });
    const { points } = await post('/api/calibration/map', { samples: looks([{ x: 0.25, y: 0.75 }], 1) });
    expect(points).toEqual([
      expect.objectContaining({
        x_px: expect.closeTo(480, -0.5),
        y_px: expect.closeTo(810, -0.5),
        valid: true,
      }),
    ]);
    const samples = looks([
      { x: 0.3, y: 0.3 },
      { x: 0.7, y: 0.6 },
    ]);
    expect(await post('/api/calibration/validate', { samples })).toMatchObject({
      quality: { basis: 'validation', grade: 'excellent' },
      recalibrate: [],
    });
    const bad = await client.post('/api/calibration/map', {
      candidate_id,
      samples: [{ gaze_vector: [1, 2] }],
    });
    expect(bad.status).toBe(422);
    const path = `/api/calibration/candidate/${candidate_id}`;
    const erased = await client.delete(path);
    expect([erased.status, erased.body]).toEqual([
      200,
      expect.objectContaining({ candidate_id, sessions: 1, calibrations: 1, screens: 1 }),
    ]);
    expect((await client.get(`/api/calibration/verify/${candidate_id}`)).body).toMatchObject({
      exists: false,
    });
    const token = await client.post(
      '/api/calibration/session/create',
      { candidate_id },
      { token: 'nonsense' },
    );
    expect(token.status).toBe(401);
  });
});
