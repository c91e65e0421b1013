import { existsSync } from 'node:fs';
import type { Backend } from './backend.js';

interface Adapter {
  readonly info?: {
    readonly isFallbackAdapter?: boolean;
    readonly description?: string;
    readonly device?: string;
  };
}
interface Gpu {
  requestAdapter(): Promise<Adapter | null>;
}
interface DawnModule {
  create(options: string[]): Gpu;
  readonly globals: Record<string, unknown>;
}

/** Keeps the Dawn instance alive: devices stop working when the instance is garbage-collected. */
let instance: Gpu | undefined;

/** WebGPU through Dawn (npm `webgpu`, optional): any vendor's GPU with a Vulkan, Metal or D3D12 driver. */
export const webgpuBackend: Backend = {
  name: 'webgpu',
  accelerated: true,
  register: async (strict) => {
    if (!strict && !mayHaveGpu()) throw new Error('This machine has no GPU device');
    const packageName = 'webgpu';
    const dawn = (await import(packageName)) as DawnModule;
    instance = dawn.create([]);
    const adapter = await instance.requestAdapter();
    if (!adapter) throw new Error('No WebGPU adapter');
    if (!strict && isSoftware(adapter)) throw new Error('The only WebGPU adapter is emulated in software');
    Object.assign(globalThis, dawn.globals);
    Object.defineProperty(globalThis.navigator, 'gpu', { value: instance, configurable: true });
    await import('@tensorflow/tfjs-backend-webgpu');
  },
};

/** Dawn writes to stderr on machines without a driver, so `auto` looks for a device first. */
function mayHaveGpu(): boolean {
  return process.platform !== 'linux' || ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'].some(existsSync);
}

/** A GPU emulated in software is hundreds of times slower than the WASM backend. */
function isSoftware({ info }: Adapter): boolean {
  const words = `${info?.description ?? ''} ${info?.device ?? ''}`;
  return info?.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|software/i.test(words);
}
