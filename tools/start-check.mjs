/*
 * Checks before anything is installed or built: that no Argus runs on the data folder, and that the ports are free. The platform
 * itself checks every setting later.
 */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { livingClaim } from '../libs/embedded/src/claims/claim.mjs';
import { claimHere, root } from './checkout.mjs';

const { env } = process;
const folder = resolve(root, env.DATA_DIR || '.argus');

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function realFolder() {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** Without DATABASE_URL one process owns the data folder: this one from now on, although it still has to build. */
function claimDataFolder() {
  if (env.DATABASE_URL) return;
  const name = createHash('sha256').update(realFolder()).digest('hex').slice(0, 16);
  const { taken } = claimHere(join(root, 'node_modules/.argus', `data-${name}.json`));
  const owner = taken ?? livingClaim(join(folder, 'postgres/owner.json'));
  if (owner)
    refuse(
      `Argus is already running on ${folder} (process ${owner.pid}). Stop it first, or set DATA_DIR to another folder.`,
    );
}

const problems = {
  EADDRINUSE: (port, setting) => `Port ${port} is taken by another program; set ${setting} to a free one.`,
  EACCES: (port, setting) => `Port ${port} is not allowed to this user; set ${setting} to one above 1023.`,
};

/** Returns the port of a setting; ends this process when the platform could not listen on it. */
async function checkPort(setting, usual) {
  const text = env[setting] || String(usual);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    refuse(`Settings are wrong:\n  ${setting} ${JSON.stringify(text)} is not a port, 0 for any free one`);
  const { code } = await new Promise((done) => {
    const server = createServer().once('error', done);
    server.listen(port, env.HOST || '127.0.0.1', () => server.close(() => done({})));
  });
  if (Object.hasOwn(problems, code ?? '')) refuse(problems[code](port, setting));
  return port;
}

/** Ends this process with a message when the platform could not start with these settings. */
export async function checkStart() {
  claimDataFolder();
  const services = (env.SERVICES || 'all').split(',').map((name) => name.trim());
  const isGateway = services.some((name) => name === 'all' || name === 'auth-gateway');
  const port = isGateway ? await checkPort('PORT', 8000) : 0;
  if ((await checkPort('OPERATIONS_PORT', 9464)) === port && port !== 0)
    refuse(`PORT and OPERATIONS_PORT are both ${port}; set one of them to another port.`);
}
