import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');

/** A small checkout with the tools and packages of this one, whose sources a test can change. */
export class ScratchCheckout {
  readonly folder = mkdtempSync(join(tmpdir(), 'argus-checkout-'));

  constructor() {
    for (const folder of ['tools', 'apps', 'libs', 'node_modules/.bin'])
      mkdirSync(this.path(folder), { recursive: true });
    for (const name of readdirSync(join(root, 'tools')).filter((each) => each.endsWith('.mjs')))
      cpSync(join(root, 'tools', name), this.path(`tools/${name}`));
    for (const name of [
      '.swcrc',
      'package-lock.json',
      'libs/embedded/src/claims/claim.mjs',
      'libs/service-kit/src/process/lean-process.mjs',
      'libs/service-kit/src/process/prelude.mjs',
      'apps/vision/src/models/weight-files.mjs',
      'tools/downloads',
      'tools/programs',
      'tools/supply',
    ])
      cpSync(join(root, name), this.path(name), { recursive: true });
    for (const name of ['.bin/node', '@swc'])
      symlinkSync(join(root, 'node_modules', name), this.path(`node_modules/${name}`));
    const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
    this.write('node_modules/.argus-installed', lock.digest('hex'));
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    this.write('package.json', JSON.stringify({ private: true, type: 'module', scripts }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text, { mode });
  }

  remove(name = '.'): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }
}
