import { spawnSync } from 'node:child_process';

/** Runs a command and returns what it wrote. Throws with its output when it fails. */
export function run(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', input });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** Does a step and prints how long it took. */
export async function timed<T>(name: string, step: () => T | Promise<T>): Promise<T> {
  const startedAtMs = performance.now();
  const result = await step();
  console.log(`${name}: ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
  return result;
}
