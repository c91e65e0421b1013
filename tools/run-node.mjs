/*
 * Runs a script under the pinned Node as this process would: same terminal, same exit status. It is told to end through its
 * channel, since Ctrl-C in a terminal reaches it by itself and a second signal would cut its draining short.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export function runNode(root, script, { args = [], env = {} } = {}) {
  const child = spawn(
    join(root, 'node_modules/.bin/node'),
    ['--enable-source-maps', join(root, script), ...args],
    {
      cwd: root,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.connected && child.disconnect());
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
