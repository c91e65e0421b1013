import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { appFile, LaunchedProcess, startNats } from '@argus/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

/** Returns a loopback port without a listener. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

const secret = 'Fermat-1637';
let folder: string;
let launched: LaunchedProcess;

/* One folder for all tests, so that its PostgreSQL is initialised once. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argus-waiting-'));
  chmodSync(folder, 0o755);
});
afterEach(() => launched.end('SIGKILL'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const start = (settings: Record<string, string>, main = 'main'): void => {
  const own = { DATA_DIR: folder, PORT: '0', OPERATIONS_PORT: '0', LOG_LEVEL: 'info', LOG_FORMAT: 'json' };
  launched = LaunchedProcess.launch(appFile(`platform/dist/${main}.js`), {
    environment: { ...own, ...settings },
  });
};

/** Ends the start as an impatient person would. */
async function endsCleanly(signal: NodeJS.Signals): Promise<void> {
  await launched.end(signal);
  expect(await launched.ended).toBe(0);
  expect(await EmbeddedPostgres.urlOfRunning(join(folder, 'postgres'))).toBeUndefined();
  expect(launched.log).not.toContain(secret);
  expect(launched.log).not.toMatch(/^\s+at /m);
}

describe('a start that has to wait', () => {
  it('waiting start: names the missing broker, and ends on a signal', async () => {
    const place = `127.0.0.1:${await deadPort()}`;
    start({ NATS_URL: `nats://argus:${secret}@${place}` });
    await launched.says(`Waiting for the NATS broker at nats://${place}: connection refused.`);
    await endsCleanly('SIGINT');
  });

  it('waiting start: in services mode names the missing broker, and every process ends on a signal', async () => {
    start(
      { NATS_URL: `nats://127.0.0.1:${await deadPort()}`, SERVICES: 'auth-gateway,equipment' },
      'main-separate',
    );
    await launched.says('Waiting for the NATS broker');
    await endsCleanly('SIGINT');
  });

  it('waiting start: names the missing database, and ends on a signal', async () => {
    const place = `127.0.0.1:${await deadPort()}`;
    start({ DATABASE_URL: `postgres://argus:${secret}@${place}/argus` });
    await launched.says(`Waiting for PostgreSQL at postgres://${place}/argus: connection refused.`);
    await endsCleanly('SIGTERM');
  });

  it('waiting start: goes on when the broker is reachable', async () => {
    const nats = await startNats();
    try {
      await nats.kill();
      start({ NATS_URL: nats.url, SERVICES: 'equipment' });
      await launched.says('Waiting for the NATS broker');
      await nats.restart();
      await launched.says('Argus is ready');
      expect(launched.log).toContain(`the NATS broker at ${nats.address} answers`);
      await endsCleanly('SIGTERM');
    } finally {
      await nats.stop();
    }
  });
});
