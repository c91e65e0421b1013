import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { describe, expect, it } from '@jest/globals';

/* Longer than a connection to a Postgres without an owner may take. */
const DELAY_MS = 4_000;

describe('a PostgreSQL on a busy machine', () => {
  it('embedded PostgreSQL: one whose owner lives is found although it answers late', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'argus-slow-'));
    chmodSync(folder, 0o755);
    const postgres = await EmbeddedPostgres.start({ directory: folder });
    const { port } = new URL(postgres.url);
    const slow = createServer((client) => {
      client.on('error', () => undefined);
      setTimeout(() => {
        const server = connect(Number(port), '127.0.0.1');
        server.on('error', () => client.destroy());
        client.pipe(server).pipe(client);
      }, DELAY_MS);
    });
    await new Promise<void>((done) => slow.listen(0, '127.0.0.1', done));
    try {
      const slowPort = String((slow.address() as { port: number }).port);
      writeFileSync(join(folder, 'port'), slowPort);
      expect(new URL((await EmbeddedPostgres.urlOfRunning(folder))!).port).toBe(slowPort);
    } finally {
      writeFileSync(join(folder, 'port'), port);
      slow.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
    expect(await EmbeddedPostgres.urlOfRunning(folder)).toBeUndefined();
  });
});
