/** The process that a claim names. */
export interface Claim {
  readonly pid: number;
}

export type Claimed =
  { readonly taken: Claim } | { readonly taken?: never; release(): void; holdWith(pid: number): void };

/** Returns the claim in a file if its process lives. */
export function livingClaim(file: string): Claim | undefined;

/** Claims a file until `release` or the end of this process. Returns another living process's claim as `taken`. */
export function claim(file: string, details?: object): Claimed;
