import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/* Their words are those of a program of the platform, or of a test runner. */
const others = /tools\/(operator|broker|start|start-services|test)\.mjs|tools\/evaluate\.mjs/;
const tools = Object.entries(scripts).filter(
  ([, script]) => /^node\S* tools\/|^node_modules\/\.bin\/node tools\//.test(script) && !others.test(script),
);

const run = (script: string, word: string): Promise<{ status: unknown; output: string }> =>
  new Promise((done) => {
    const [, ...args] = script.split(' ');
    execFile(join(root, 'node_modules/.bin/node'), [...args, word], { cwd: root }, (error, stdout, stderr) =>
      done({ status: error?.code ?? 0, output: stdout + stderr }),
    );
  });

describe('words of tools', () => {
  it('tools: the list of those that are tried is not empty', () => {
    expect(tools.length).toBeGreaterThan(12);
  });

  it.each(tools)(
    'npm run %s: --help says how it is used, and a misspelt word starts nothing',
    async (_, script) => {
      const help = await run(script, '--help');
      expect(help.status).toBe(0);
      expect(help.output).toContain('npm run ');
      const typo = await run(script, '--hlep');
      expect(typo.status).toBe(2);
      expect(typo.output).toContain("'--hlep'");
      expect(typo.output).toContain(help.output.trim());
    },
  );
});
