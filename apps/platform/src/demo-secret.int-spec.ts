import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaunchedProcess } from '@argus/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const password = 'Lamport-1978-only-for-here';
let folder: string;
let server: Server;
let port: string;
let received = '';

/* Somebody else's server: it keeps what it gets, and knows nobody. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'argus-demo-'));
  mkdirSync(join(folder, 'secrets'));
  writeFileSync(
    join(folder, 'secrets/first-admin.json'),
    JSON.stringify({ email: 'admin@example.com', password }),
  );
  server = createServer((request, answer) => {
    request.on('data', (chunk: Buffer) => (received += chunk.toString()));
    request.on('end', () => answer.writeHead(401).end('{}'));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = String((server.address() as { port: number }).port);
});
beforeEach(() => {
  received = '';
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function demo(settings: Record<string, string>): Promise<LaunchedProcess> {
  const launched = LaunchedProcess.launch(join(root, 'tools/demo.ts'), {
    environment: { DATA_DIR: folder, ADMIN_EMAIL: '', ADMIN_PASSWORD: '', ...settings },
  });
  expect(await launched.ended).toBe(1);
  return launched;
}

describe('demo', () => {
  it("demo: the first administrator's password goes to this machine only", async () => {
    await demo({ PORT: port });
    expect(received).toContain(password);
    received = '';
    const elsewhere = await demo({ ARGUS_URL: `http://127.0.0.1:${port}` });
    expect(elsewhere.log).toContain('Name an administrator: ADMIN_EMAIL=… ADMIN_PASSWORD=…');
    expect(received).toBe('');
  });

  it("demo: half of the administrator's names does not fall back to the first administrator", async () => {
    const { log } = await demo({ PORT: port, ADMIN_EMAIL: 'other@example.com' });
    expect(log).toContain('ADMIN_EMAIL and ADMIN_PASSWORD go together');
    expect(received).toBe('');
  });
});
