import type { ExportRow } from './export.store.js';

/** What a format has to know of the pieces before, given back to it with the next rows. */
export type FormatState = unknown;

/** A file format that is written piece by piece. */
export interface FileFormat {
  readonly mediaType: string;
  readonly extension: string;
  readonly rowsAPiece: number;
  /** `state` is undefined for the first piece; `isLast` tells that no rows follow. */
  write(
    rows: readonly ExportRow[],
    state: FormatState,
    isLast: boolean,
  ): { readonly bytes: Uint8Array; readonly state: FormatState };
}
