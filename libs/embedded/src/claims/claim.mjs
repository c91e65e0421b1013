/*
 * A lock file that names its process and is valid while that process lives. Plain Node without dependencies, since tools use it
 * before packages are installed.
 *
 * A claim appears complete by `link`, which fails where one exists. Only its owner removes it, or, after that died, whoever
 * claims its removal: a lock named after its content. So nobody removes a claim that replaced the one he read.
 */
import { createHash, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Start time of a process in clock ticks since boot (proc(5), field 22), or null where there is no /proc. */
function bornAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

const nameOf = (pid) => ({ pid, born: bornAt(pid) });

function lives({ pid, born }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return born === null || born === bornAt(pid);
}

function livingIn(content) {
  try {
    const claim = JSON.parse(content);
    return lives(claim) || (claim.helper && lives(claim.helper)) ? claim : undefined;
  } catch {
    return undefined;
  }
}

/** Runs an operation on files; returns undefined when it fails with this code. */
function unless(code, operation) {
  try {
    return operation();
  } catch (error) {
    if (error.code === code) return undefined;
    throw error;
  }
}

const contentOf = (file) => unless('ENOENT', () => readFileSync(file, 'utf8'));

function appears(file, content) {
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, content);
    return unless('EEXIST', () => linkSync(draft, file) ?? true) === true;
  } finally {
    rmSync(draft, { force: true });
  }
}

function replace(file, content) {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

function removeIf(file, content) {
  if (contentOf(file) === content) rmSync(file, { force: true });
}

/** Returns undefined when this process has the file now, else the living claim in the way. */
function take(file, content) {
  while (!appears(file, content)) {
    const found = contentOf(file);
    if (found === undefined) continue;
    const taken = livingIn(found);
    if (taken) return taken;
    const removal = `${file}.${createHash('sha256').update(found).digest('hex').slice(0, 16)}`;
    const mine = JSON.stringify({ ...nameOf(process.pid), id: randomUUID() });
    const remover = take(removal, mine);
    if (remover) return remover;
    removeIf(file, found);
    removeIf(removal, mine);
  }
  return undefined;
}

/** Returns the claim in a file if its process lives: `{ pid, … }`. */
export function livingClaim(file) {
  try {
    return livingIn(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Claims a file until `release` or the end of this process. Returns another living process's claim as `taken`. */
export function claim(file, details = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = { ...nameOf(process.pid), id: randomUUID(), ...details };
  let content = JSON.stringify(mine);
  const taken = take(file, content);
  if (taken) return { taken };
  const release = () => {
    process.removeListener('exit', release);
    removeIf(file, content);
  };
  process.once('exit', release);
  return {
    release,
    /** Keeps the claim valid until this child process is gone, too, should this process be killed before. */
    holdWith(pid) {
      content = JSON.stringify({ ...mine, helper: nameOf(pid) });
      replace(file, content);
    },
  };
}
