import type { ParseArgsOptionsConfig } from 'node:util';

export interface Words {
  readonly options?: ParseArgsOptionsConfig;
  readonly names?: readonly (string | RegExp)[];
  readonly args?: readonly string[];
}

export function usageOf(url: string): string;
export function wordsOf(
  url: string,
  words?: Words,
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] };
