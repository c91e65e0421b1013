/* What the benchmarks use of the package, which has no types of its own. */
declare module 'autocannon' {
  interface Result {
    readonly '2xx': number;
    readonly non2xx: number;
    readonly errors: number;
    /** Seconds. */
    readonly duration: number;
  }
  export default function autocannon(options: Readonly<Record<string, unknown>>): Promise<Result>;
}
