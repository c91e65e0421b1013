import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sharedPlatform } from '@argus/testing';
import { expect, it } from '@jest/globals';

const readme = readFileSync(fileURLToPath(new URL('../../../../README.md', import.meta.url)), 'utf8');
const blocks = [...readme.matchAll(/```sh\n([^]*?)```/g)]
  .map(([, text]) => text!)
  .filter((text) => text.includes('curl '));
const callsIn = (text: string): number => text.match(/\bcurl -/g)?.length ?? 0;

it('README: its curl commands, copied as they stand, log in and list the people', async () => {
  expect(blocks.map(callsIn)).toEqual([2]);
  expect(callsIn(readme)).toBe(2);
  const { url, admin } = sharedPlatform();
  const folder = mkdtempSync(join(tmpdir(), 'argus-readme-'));
  try {
    writeFileSync(join(folder, 'first-admin.json'), JSON.stringify(admin), { mode: 0o600 });
    const commands = blocks[0]!.replaceAll('localhost:8000', url).replaceAll('.argus/secrets/', `${folder}/`);
    const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
    const { stdout } = await promisify(execFile)('sh', ['-e', '-c', commands], { env });
    expect(JSON.parse(stdout)).toMatchObject({ count: expect.any(Number), results: expect.any(Array) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
