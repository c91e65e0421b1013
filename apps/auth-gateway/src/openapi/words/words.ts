/** What a field or parameter of a name means where its declaration says nothing, and a value that it usually takes. */
export interface Word {
  readonly description?: string;
  readonly example?: unknown;
}

export type Words = Readonly<Record<string, Word>>;
