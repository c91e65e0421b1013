/* A process that claims a file for the tests of claims. Its arguments are the file and how it goes about it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { claim, livingClaim } from './claim.mjs';

const [file = '', way] = process.argv.slice(2);
const REPORT_EVERY = 20;
const KILLED_ONCE_IN = 300;

/** Marks the file as in use by this process. Tells of another living process that uses it, which no claim may allow. */
function use(): 'alone' | 'two owners' {
  const mark = `${file}-used`;
  const mine = JSON.stringify({ pid: process.pid, born: null });
  if (livingClaim(mark)) return 'two owners';
  writeFileSync(mark, mine);
  if (Math.random() < 1 / KILLED_ONCE_IN) process.kill(process.pid, 'SIGKILL');
  const owner = readFileSync(mark, 'utf8');
  rmSync(mark);
  return owner === mine ? 'alone' : 'two owners';
}

function claimAndRelease(): void {
  let owned = 0;
  while (owned < REPORT_EVERY) {
    const claimed = claim(file);
    if (claimed.taken) continue;
    if (use() === 'two owners') process.send!({ twoOwners: true });
    claimed.release();
    owned++;
  }
  process.send!({ owned }, claimAndReleaseLater);
}
const claimAndReleaseLater = (): void => void setImmediate(claimAndRelease);

process.on('disconnect', () => process.exit());
if (way === 'again and again') claimAndRelease();
else
  process.on('message', ({ atMs }: { atMs: number }) => {
    while (Date.now() < atMs);
    const claimed = claim(file);
    process.send!({ owns: !claimed.taken });
  });
