import { readFileSync } from 'node:fs';

/** What a client sends. Texts in angle brackets are placeholders (`Placeholders`). */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Body as JSON. */
  readonly json?: unknown;
  /** Body that is no JSON, sent as it is. */
  readonly text?: string;
  /** Fields of a multipart form. */
  readonly form?: Readonly<Record<string, string>>;
}

export interface RecordedAnswer {
  readonly status: number;
  /** Those that a client acts upon; names in lower case. A content type is compared without its parameters. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined: not compared. */
  readonly body?: unknown;
  /** Of a list, only rows with these values count, as a platform in use has others. */
  readonly ownRows?: Readonly<Record<string, string>>;
}

/** What Argus answers where it differs on purpose. */
export interface OwnAnswer extends RecordedAnswer {
  readonly why: string;
}

export interface Exchange {
  readonly request: RecordedRequest;
  /** Of the original; none for a request of ours that the next ones need. */
  readonly answer?: RecordedAnswer;
  readonly ours?: OwnAnswer;
}

/** Requests to an original in their order, with its answers. */
export interface Recording {
  readonly original: string;
  /** True if answers may have fields besides the recorded ones. */
  readonly mayHaveMore: boolean;
  /** Makes what the original had before. */
  readonly before: readonly Exchange[];
  readonly exchanges: readonly Exchange[];
  /** Removes what the recording made, whatever happened. */
  readonly after: readonly Exchange[];
}

/** Reads a file beside this one. */
export const readRecording = (file: string): Recording =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Recording;
