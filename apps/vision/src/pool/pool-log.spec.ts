import { describe, expect, it } from '@jest/globals';
import { poolLog } from './pool-log.js';

describe('poolLog', () => {
  it('poolLog: people read once where faces are analysed, and no list of backends that this machine lacks', () => {
    const lines: string[] = [];
    const details: string[] = [];
    const report = poolLog({
      log: (line) => void lines.push(line),
      debug: (line) => void details.push(line),
      error: (line) => void lines.push(`error: ${line}`),
    });
    const ready = { kind: 'worker-ready', backend: 'wasm', skipped: ['webgpu: no GPU device'] } as const;
    report(ready);
    report(ready);
    report({ kind: 'worker-lost', jobs: 2, reason: 'out of memory' });
    expect(lines).toEqual([
      'Faces are analysed on the CPU (WebAssembly)',
      'error: A worker ended with 2 photographs in flight: out of memory',
    ]);
    expect(details).toEqual(['Not used: webgpu: no GPU device', 'Another worker is ready on wasm']);
  });
});
