import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Family } from '@argus/contracts';
import { run, timed } from './run.ts';

const bin = (name: string): string => resolve('node_modules/.bin', name);

const compilerOptions = {
  strict: true,
  noEmit: true,
  module: 'esnext',
  moduleResolution: 'bundler',
  target: 'es2024',
  lib: ['es2024', 'dom', 'dom.iterable'],
  types: [],
};

/* Compiles only while a field with a default may be left out and a task without result may be read. */
const uses = `
import type { components as Calibration } from './calibration.js';
import type { components as Attendance } from './attendance.js';
import type { EnrolStatus } from './hey-attendance/index.js';
export const config: Calibration['schemas']['StartCalibration'] = { candidate_id: 'c1', session_id: 's1' };
export const queued: Pick<Attendance['schemas']['EnrolStatus'], 'result'> = { result: null };
export const alsoQueued: Pick<EnrolStatus, 'result'> = { result: null };
`;

/** Makes TypeScript clients of the documents with both generators, and compiles them in strict mode. */
export async function checkTypescriptClients(families: readonly Family[], folder: string): Promise<void> {
  await timed('openapi-typescript', () => {
    for (const family of families)
      run(bin('openapi-typescript'), [`docs/openapi/${family}.json`, '-o', join(folder, `${family}.ts`)]);
  });
  await timed('@hey-api/openapi-ts', () => {
    for (const family of families) {
      const args = ['-i', `docs/openapi/${family}.json`, '-o', join(folder, `hey-${family}`)];
      run(bin('openapi-ts'), [...args, '-c', '@hey-api/client-fetch', '--no-log-file', '-s']);
    }
  });
  await timed('TypeScript clients compile', () => {
    writeFileSync(join(folder, 'uses.ts'), uses);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    run(bin('tsc'), ['-p', folder]);
  });
}
