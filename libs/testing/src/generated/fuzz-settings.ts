/**
 * How much the contract fuzz asks: FUZZ_CASES good and as many bad requests per operation, made from FUZZ_SEED. Few unless
 * stated, fewer still between processes, where every answer takes longer.
 */
export function fuzzSettings(): { readonly cases: number; readonly seed: number } {
  const { FUZZ_CASES, FUZZ_SEED, E2E_MODE } = process.env;
  return {
    cases: Number(FUZZ_CASES ?? (E2E_MODE === 'services' ? 3 : 12)),
    seed: Number(FUZZ_SEED ?? Date.now() % 2 ** 31),
  };
}
