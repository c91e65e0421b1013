import * as tf from '@tensorflow/tfjs-core';

export const backendNames = ['tensorflow', 'webgpu', 'wasm'] as const;
export type BackendName = (typeof backendNames)[number];
export type BackendChoice = 'auto' | BackendName;

/** A way to run TensorFlow.js in this thread. */
export interface Backend {
  readonly name: BackendName;
  /** Whether it runs on a GPU, so that one worker is enough. */
  readonly accelerated: boolean;
  /**
   * Registers it with TensorFlow.js; throws when this machine cannot run it.
   * @param strict false: only when it is worth choosing without being asked (no software emulation of a GPU).
   */
  register(strict: boolean): Promise<void>;
}

/** Makes a registered backend the one in use; throws when it does not come up. */
export async function activate(name: BackendName): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js refused the ${name} backend`);
  await tf.ready();
}
