import * as tf from '@tensorflow/tfjs-core';

export const backendNames = ['tensorflow', 'webgpu', 'wasm'] as const;
export type BackendName = (typeof backendNames)[number];
export type BackendChoice = 'auto' | BackendName;

/** A way to run TensorFlow.js in this thread. */
export interface Backend {
  readonly name: BackendName;
  /** True for backends that can use a GPU: one worker is enough for them. */
  readonly accelerated: boolean;
  /**
   * Registers the backend with TensorFlow.js. Throws if this machine cannot run it.
   * @param strict true accepts a GPU emulated in software; false refuses it, because `auto` must not choose it.
   */
  register(strict: boolean): Promise<void>;
}

/** Makes a registered backend the current one. Throws if it does not start. */
export async function activate(name: BackendName): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js refused the ${name} backend`);
  await tf.ready();
}
