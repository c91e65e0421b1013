import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calibrationLayouts, gazeMapper, nominalPose, validationLayout } from '@argus/gaze-geometry';
import { record } from '@argus/gaze-geometry/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { bodyOf, CalibrationFixture, frames, results } from '../testing/calibration-fixture.js';
import { csvHeader } from './calibration-csv.file.js';
import { type CalibrationDocument, readCalibration } from '../calibrations/calibration-document.js';

let fixture: CalibrationFixture;
beforeAll(async () => {
  fixture = await CalibrationFixture.start();
});
afterAll(() => fixture.stop());

describe('calibration files', () => {
  it('calibration files match those of the desktop programs, and a candidate id is only a key', async () => {
    const ids = await fixture.begin(undefined, '../=evil,"c"');
    /* HomTransform is exact for one eye, a screen parallel to the picture, and no noise. */
    const { viewer, screen, random } = fixture;
    const exact = { ...viewer, pose: nominalPose(screen), headMovementMm: 0, noiseDeg: 0 };
    const samples = record(exact, { targets: calibrationLayouts[4], samplesPerTarget: 20 }, random).map(
      bodyOf,
    );
    await fixture.replica.call(frames.samples, { body: { ...ids, samples } });
    const completed = await fixture.replica.call(results.complete, { body: ids });
    const files = (await fixture.replica.call(results.download, { params: ids })) as Record<string, unknown>;
    const file = <T>(name: string): T => files[`${ids.candidate_id}_${name}`] as T;
    expect(Object.keys(file<object>('screen_info.json'))).toEqual([
      ...['candidate_id', 'timestamp', 'collection_method', 'screen_width_px', 'screen_height_px'],
      ...['screen_width_mm', 'screen_height_mm', 'camera_position', 'distance_cm', 'dpi'],
      ...['diagonal_inches', 'monitor_name'],
    ]);
    const csv = file<string>('calibration.csv');
    expect(csv.split('\n')[0]).toBe(csvHeader);
    expect(csvHeader.split(',')).toHaveLength(41);
    expect(csv.trim().split('\n')).toHaveLength(81);
    const npz = Buffer.from(file<string>('transform_matrix.npz'), 'base64');
    const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
    expect(completed.file_checksums.calibration_csv).toBe(sha(csv).slice(0, 8));
    expect(completed.file_checksums.transform_matrix).toBe(sha(npz).slice(0, 8));
    await numpyReads(npz, csv);
  });

  it('calibration files hold NaN for a transform that the gaze does not determine', async () => {
    const ids = await fixture.begin();
    const samples = fixture.look(calibrationLayouts[9]).map((sample) => ({
      ...bodyOf(sample),
      gaze_vector: [0, 0, -1],
      features: [sample.target.x + sample.gaze[0] / 100, sample.target.y + sample.gaze[1] / 100],
    }));
    await fixture.replica.call(frames.samples, { body: { ...ids, samples } });
    expect(await fixture.replica.call(results.complete, { body: ids })).toMatchObject({
      model: expect.stringMatching(/^F/),
    });
    const files = (await fixture.replica.call(results.download, { params: ids })) as Record<string, string>;
    const npz = unzipSync(Buffer.from(files[`${ids.candidate_id}_transform_matrix.npz`]!, 'base64'));
    const lastOf = (name: string): number => {
      const bytes = Buffer.from(npz[`${name}.npy`]!);
      return bytes.readDoubleLE(bytes.length - 16);
    };
    expect(lastOf('StG')).toBeNaN();
    expect(lastOf('SetValues')).toBeGreaterThan(0);
  });

  it('calibration.json maps gaze as the service does, to 1e-9 px', async () => {
    const { ids } = await fixture.calibrated();
    const files = (await fixture.replica.call(results.download, { params: ids })) as Record<string, unknown>;
    const document = JSON.parse(
      JSON.stringify(files[`${ids.candidate_id}_calibration.json`]),
    ) as CalibrationDocument;
    const map = gazeMapper(readCalibration(document));
    const samples = fixture.look(validationLayout);
    const { points } = await fixture.replica.call(results.map, {
      body: { candidate_id: ids.candidate_id, samples: samples.map(bodyOf) },
    });
    samples.forEach((sample, i) => {
      expect(Math.abs(map(sample).px!.x - points[i]!.x_px!)).toBeLessThan(1e-9);
      expect(Math.abs(map(sample).px!.y - points[i]!.y_px!)).toBeLessThan(1e-9);
    });
    expect(() => readCalibration({ ...document, schemaVersion: 99 })).toThrow('schema 99');
  });
});

/** Checks that numpy opens the archive and that its STransG maps the CSV's gaze to the targets. */
async function numpyReads(npz: Uint8Array, csv: string): Promise<void> {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
  } catch {
    process.stderr.write('SKIPPED: no python3 with numpy here, so only our own code has read the npz\n');
    return;
  }
  const path = join(fixture.replica.site.folder, 'matrix.npz');
  await writeFile(path, npz);
  await writeFile(join(fixture.replica.site.folder, 'rows.csv'), csv);
  const script = `
import csv, numpy, sys
m = numpy.load('${path}')
S, G, V = m['STransG'], m['StG'], m['SetValues']
assert S.shape == (4, 4) and G.shape == (4, 3, 1) and V.shape == (4, 3, 1) and S.dtype == numpy.float64
R, t = S[:3, :3], S[:3, 3]
rows = list(csv.DictReader(open('${join(fixture.replica.site.folder, 'rows.csv')}')))
worst = 0
for target in V[:, :, 0]:
    of = [r for r in rows if abs(float(r['set_x']) - target[0]) < 1e-6 and abs(float(r['set_y']) - target[1]) < 1e-6]
    g = numpy.mean([[float(r[k]) for k in ('gaze_x', 'gaze_y', 'gaze_z')] for r in of], axis=0)
    worst = max(worst, numpy.linalg.norm((R @ (g * -t[2] / g[2]) + t - target)[:2]))
print(worst)`;
  const worst = Number(execFileSync('python3', ['-c', script], { encoding: 'utf8' }));
  process.stderr.write(
    `numpy: STransG maps the gaze of the CSV to its targets within ${worst.toExponential(1)} mm\n`,
  );
  expect(worst).toBeLessThan(1e-6);
}
