import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFile, eventually, HttpClient, LaunchedProcess } from '@argus/testing';
import { expect, it } from '@jest/globals';

it('platform: periodic work runs once the platform is ready, and the metrics count it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'argus-periodic-'));
  chmodSync(folder, 0o755);
  const launched = await LaunchedProcess.start(appFile('platform/dist/main.js'), {
    environment: {
      DATA_DIR: folder,
      PORT: '0',
      OPERATIONS_PORT: '0',
      SERVICES: 'auth-gateway,identity',
      LOG_LEVEL: 'warn',
    },
  });
  try {
    const operations = new HttpClient(launched.operationsUrl);
    const { body } = await eventually(
      () => operations.get('/metrics'),
      ({ body }) => String(body).includes('argus_periodic_work_total{'),
    );
    expect(body).toMatch(
      /argus_periodic_work_total\{work="read revoked sessions",outcome="ok",service="auth-gateway"\} 1/,
    );
    await launched.end('SIGTERM');
    expect(await launched.ended).toBe(0);
  } finally {
    await launched.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
