export interface FuzzSettings {
  readonly cases: number;
  readonly seed: number;
  /** Calls at once under one Idempotency-Key: IDEMPOTENCY_CALLS. */
  readonly parallel: number;
}

/**
 * Returns the size of the contract fuzz: FUZZ_CASES valid and as many invalid requests per operation, made from FUZZ_SEED. The
 * default is small, and smaller in services mode, where every answer takes longer.
 */
export function fuzzSettings(): FuzzSettings {
  const { FUZZ_CASES, FUZZ_SEED, IDEMPOTENCY_CALLS, E2E_MODE } = process.env;
  return {
    cases: Number(FUZZ_CASES ?? (E2E_MODE === 'services' ? 2 : 6)),
    parallel: Number(IDEMPOTENCY_CALLS ?? 10),
    seed: Number(FUZZ_SEED ?? Date.now() % 2 ** 31),
  };
}
