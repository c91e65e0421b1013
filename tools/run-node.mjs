/*
 * Runs a script under the pinned Node with the same terminal and exit status. It is told to end through its channel: Ctrl-C in a
 * terminal also reaches the script itself, and a second signal would cut its draining short.
 *
 * It also ends the script when what started it is gone (parent.mjs).
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { allocatorSettings, nodeFlags } from '../libs/service-kit/src/process/lean-process.mjs';
import { endIfOrphan, isOrphan } from './parent.mjs';

const LOOK_MS = 500;

export function runNode(root, script, { args = [], env = {} } = {}) {
  endIfOrphan();
  const child = spawn(join(root, 'node_modules/.bin/node'), [...nodeFlags, join(root, script), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...allocatorSettings, ...process.env, ...env },
  });
  const end = () => child.connected && child.disconnect();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  setInterval(() => isOrphan() && end(), LOOK_MS).unref();
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
