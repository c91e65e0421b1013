import { execFile } from 'node:child_process';
import { root } from '../checkout.mjs';

const LIMIT_MS = 120_000;

/** Runs a program from the root of the checkout. Resolves with what it printed; `failed` when it did not end with 0. */
export function run(program, words, { env = {}, input } = {}) {
  return new Promise((done) => {
    const child = execFile(
      program,
      words,
      { cwd: root, env: { ...process.env, ...env }, timeout: LIMIT_MS, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => done({ failed: error !== null, stdout, stderr }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Returns the finding of a run that failed: what it printed. */
export const findingsOf = ({ failed, stdout, stderr }, subject) =>
  failed ? [`${subject}\n${`${stdout}${stderr}`.trim()}`] : [];
