/*
 * Compares the models of vision and its whole pipeline on WebGPU with WebAssembly: outputs, times by batch size, and memory. Takes at
 * most eight minutes. A GPU emulated in software is slow, so it only shows whether the outputs agree.
 *   node tools/bench/gpu.ts [seconds for WebGPU]
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import type { GpuResult } from './gpu-run.ts';

const SECONDS = { wasm: 90, webgpu: Number(process.argv[2] ?? 300) };
/** A run that does not look at the clock, such as the compilation of a kernel, is ended after this much more. */
const GRACE_SECONDS = 40;
/** Differences of rounding stay far below this share of the largest value of an output. */
const MAX_SHARE = 0.01;

type Kind<K extends GpuResult['kind']> = Extract<GpuResult, { kind: K }>;

/** Returns what a backend printed until its time was up. */
function resultsOf(backend: keyof typeof SECONDS): Promise<GpuResult[]> {
  const script = fileURLToPath(new URL('./gpu-run.ts', import.meta.url));
  const child = spawn(process.execPath, [script, backend, String(SECONDS[backend])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const timeout = setTimeout(() => child.kill('SIGKILL'), (SECONDS[backend] + GRACE_SECONDS) * 1000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timeout);
      const lines = output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
      resolve(lines.map((line) => JSON.parse(line) as GpuResult));
    });
  });
}

const of = <K extends GpuResult['kind']>(results: readonly GpuResult[], kind: K): Kind<K>[] =>
  results.filter((result): result is Kind<K> => result.kind === kind);

const gpu = await resultsOf('webgpu');
if (of(gpu, 'started').length === 0) {
  const [failure] = of(gpu, 'failed');
  console.log(
    `SKIPPED: WebGPU does not start here (${failure?.reason ?? 'no answer'}). It needs a GPU with a Vulkan, Metal or D3D12 ` +
      'driver and, on Linux, the Vulkan loader (package libvulkan1).',
  );
  process.exit(0);
}
const wasm = await resultsOf('wasm');
let broken = 0;
for (const [name, results] of Object.entries({ WebGPU: gpu, WASM: wasm }))
  for (const { reason } of of(results, 'failed')) {
    broken++;
    console.log(`broken  ${name} failed: ${reason}`);
  }

const print = (head: string[], rows: (string | number)[][]): void => {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  console.log(table.toString());
};

print(
  ['output', 'largest value', 'largest difference', 'as share'],
  of(gpu, 'output').map(({ model, values }) => {
    const other = of(wasm, 'output').find((output) => output.model === model)?.values ?? [];
    const largest = Math.max(...other.map(Math.abs));
    const difference = Math.max(...values.map((value, i) => Math.abs(value - (other[i] ?? Infinity))));
    if (!(difference <= largest * MAX_SHARE)) broken++;
    return [
      model,
      largest.toPrecision(4),
      difference.toExponential(1),
      (difference / largest).toExponential(1),
    ];
  }),
);
print(
  ['model', 'faces per run', 'WebGPU ms per face', 'first run ms', 'WASM ms per face', 'WebGPU is'],
  of(gpu, 'model').map(({ model, batch, ms, firstMs, runs }) => {
    const other = of(wasm, 'model').find((timed) => timed.model === model && timed.batch === batch);
    return [
      model,
      batch,
      (ms / batch).toFixed(2) + (runs === 0 ? ' (first run)' : ''),
      firstMs.toFixed(0),
      other ? (other.ms / batch).toFixed(2) : '',
      other ? `${(other.ms / ms).toFixed(2)}x` : '',
    ];
  }),
);
const summary = (name: string, results: readonly GpuResult[]): (string | number)[] => {
  const [started] = of(results, 'started');
  const [memory] = of(results, 'memory');
  const rounds = of(results, 'photographs');
  const best = rounds.toSorted((one, other) => one.ms - other.ms)[0];
  return [
    name,
    started?.startMs.toFixed(0) ?? '',
    memory?.gpuMib.toFixed(0) ?? '',
    memory?.rssMib.toFixed(0) ?? '',
    best ? (best.ms / best.faces).toFixed(1) : 'no time left',
    best ? (best.cpuMs / best.faces).toFixed(1) : '',
    best ? (best.faces / (best.ms / 1000)).toFixed(1) : '',
  ];
};
print(
  ['backend', 'start ms', 'GPU MiB', 'RSS MiB', 'pipeline ms per face', 'CPU ms per face', 'faces/s'],
  [summary('WebGPU', gpu), summary('WASM', wasm)],
);
console.log(broken === 0 ? 'kept    all outputs agree' : `broken  ${broken} outputs differ or are missing`);
process.exit(broken === 0 ? 0 : 1);
