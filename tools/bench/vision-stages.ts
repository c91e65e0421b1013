import type { ModelSet } from '#vision/models/model-set.js';

/** Returns the CPU milliseconds of this process that the work takes, all threads together. */
export async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;

/** Notes what each model of a pipeline takes while the pipeline runs. */
export class StageClock {
  private taken = new Map<string, number>();

  /** Returns the models with clocks around their methods. */
  around(models: ModelSet): ModelSet {
    return Object.fromEntries(
      Object.entries(models).map(([stage, model]: [string, object | null]) => [
        stage,
        model && this.timed(stage, model),
      ]),
    ) as unknown as ModelSet;
  }

  /** Returns the CPU milliseconds of each stage since the last call. */
  read(): ReadonlyMap<string, number> {
    const { taken } = this;
    this.taken = new Map();
    return taken;
  }

  private timed<T extends object>(stage: string, model: T): T {
    return new Proxy(model, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...input: unknown[]): Promise<unknown> => {
          let result: unknown;
          const ms = await cpuMsOf(async () => {
            result = await (value as (...input: unknown[]) => unknown).apply(target, input);
          });
          this.taken.set(stage, (this.taken.get(stage) ?? 0) + ms);
          return result;
        };
      },
    });
  }
}
