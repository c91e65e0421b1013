import type { ExportRow } from './export.store.js';

/** What a format has to know of the pieces before, given back to it with the next rows. */
export type FormatState = unknown;

/** A piece of a file in the making: rows are written as they come, so that they need not be kept. */
export interface FilePiece {
  add(row: ExportRow): void;
  /** `isLast` tells that no rows follow in other pieces. */
  end(isLast: boolean): { readonly bytes: Uint8Array; readonly state: FormatState };
}

/** A file format that is written piece by piece. */
export interface FileFormat {
  readonly mediaType: string;
  readonly extension: string;
  readonly rowsAPiece: number;
  /** `state` is undefined for the first piece. */
  begin(state: FormatState): FilePiece;
}
