/*
 * Runs a script under the pinned Node with the same terminal and exit status. It is told to end through its channel: Ctrl-C in a
 * terminal also reaches the script itself, and a second signal would cut its draining short.
 *
 * npm runs scripts in a shell that dies of SIGTERM without forwarding it. So this process also ends the script when its parent is
 * gone.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const LOOK_MS = 500;

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
  const end = () => child.connected && child.disconnect();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), LOOK_MS).unref();
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
