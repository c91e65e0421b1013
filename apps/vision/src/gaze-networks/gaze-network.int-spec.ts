import { groups, portraits } from '@argus/testing/photographs';
import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { noStages, startAnalysis } from '../testing/analyse-photographs.js';

/* The network is not part of the project. It is tested only if it lies beside the checkout. */
const candidates = ['../shared/models/blazegaze', '../../shared/models/blazegaze'].map((path) =>
  resolve(path),
);
const folder = candidates.find((path) => existsSync(join(path, 'model.json')));
if (!folder) process.stderr.write(`SKIPPED: no gaze network in ${candidates[0]}, its tests did not run\n`);
const withNetwork = folder ? it : it.skip;

describe('a gaze network of the BlazeGaze kind', () => {
  withNetwork(
    'gaze network: its output replaces the features and the uncalibrated direction, and follows the eyes',
    async () => {
      const pool = await startAnalysis({ modelFolders: { gazeModel: folder } });
      try {
        expect(pool.gazeModel).toBe('eyeball@2+blazegaze');
        const featuresOf = async (name: string, index = 0) => {
          const photograph = [...portraits, ...groups].find((candidate) => candidate.name.includes(name))!;
          const request = {
            photograph: await photograph.read(),
            maxFaces: 3,
            stages: noStages,
            gaze: { camera: null },
          };
          const outcome = (await pool.analyse(request)).faces[index]?.gaze;
          if (!outcome?.ok) throw new Error(`${name}: ${outcome?.refusal}`);
          expect(outcome.gaze.uncalibrated).toMatchObject({
            source: 'network',
            model: 'blazegaze',
            expectedErrorDeg: 4.4,
          });
          return outcome.gaze.features!;
        };
        /* In units of half a screen. People who look into the lens look at the upper edge; closed lids count as down. */
        const [, lens] = await featuresOf('bieber_small');
        const [, closed] = await featuresOf('franck_03979');
        expect(lens).toBeLessThan(-0.3);
        expect(closed).toBeGreaterThan(lens + 0.3);
      } finally {
        await pool.stop();
      }
    },
  );

  it('gaze network: a folder without a valid model makes the start fail', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'argus-gaze-'));
    try {
      await expect(startAnalysis({ modelFolders: { gazeModel: empty } })).rejects.toThrow('model.json');
      await writeFile(join(empty, 'model.json'), '{"modelTopology": {}, "weightsManifest": []}');
      await expect(startAnalysis({ modelFolders: { gazeModel: empty } })).rejects.toThrow('could not start');
    } finally {
      await rm(empty, { recursive: true, force: true });
    }
  });
});
