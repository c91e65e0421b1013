/*
 * Runs a program that changes the checkout, under a lock that stays while the program lives. The program ends when this process is
 * told to end, or when what started this process is gone.
 */
import { spawn } from 'node:child_process';
import { root } from './checkout.mjs';
import { endIfOrphan, isOrphan } from './parent.mjs';

const LOOK_MS = 200;
const END_LIMIT_MS = 5_000;
const TELL_MS = 10_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ends a program and what it started. */
function end(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Resolves when the program succeeded; ends this process when it failed or was ended. */
export async function runStep(step, command, args, lock) {
  const started = Date.now();
  let told = false;
  let child;
  const stop = () => {
    if (told) return;
    told = true;
    end(child, 'SIGTERM');
    setTimeout(() => end(child, 'SIGKILL'), END_LIMIT_MS).unref();
  };
  for (const signal of signals) process.on(signal, stop);
  /* A process group of its own, so that the packages' install scripts end with npm. */
  child = spawn(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  if (child.pid !== undefined) lock.holdWith(child.pid);
  process.stderr.write(`${step} …\n`);
  const look = setInterval(() => isOrphan() && stop(), LOOK_MS);
  const seconds = (digits) => ((Date.now() - started) / 1000).toFixed(digits);
  const tell = setInterval(() => process.stderr.write(`${step} … ${seconds(0)} s\n`), TELL_MS);
  const { status, error } = await new Promise((done) => {
    child.once('error', (error) => done({ error }));
    child.once('exit', (status) => done({ status }));
  });
  clearInterval(look);
  clearInterval(tell);
  for (const signal of signals) process.removeListener(signal, stop);
  endIfOrphan();
  if (told) process.exit(1);
  if (error || status !== 0) {
    process.stderr.write(`${step} failed${error ? `: ${error.message}` : ''}.\n`);
    process.exit(1);
  }
  process.stderr.write(`${step}: ${seconds(1)} s\n`);
}
