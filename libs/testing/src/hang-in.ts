export interface Hanging {
  /** How many calls hang. */
  readonly hanging: () => number;
  /** Lets them go on, and no further call hangs. */
  readonly release: () => void;
}

/** Makes calls of a method hang until `release`. */
export function hangIn<N extends string>(
  owner: Record<N, (...parameters: never[]) => Promise<unknown>>,
  name: N,
): Hanging {
  const gate = Promise.withResolvers<void>();
  const original = owner[name].bind(owner);
  let hanging = 0;
  owner[name] = async (...parameters) => {
    hanging++;
    await gate.promise;
    return original(...parameters);
  };
  return {
    hanging: () => hanging,
    release: () => {
      owner[name] = original;
      gate.resolve();
    },
  };
}
