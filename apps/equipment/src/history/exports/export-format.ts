import type { ExportRow } from './export.store.js';

/** Returns the column of a further measurement, as tools that flatten JSON and as CSV batches name it. */
export const columnOfMeasurement = (name: string): string => `measurements.${name}`;

/** What a format remembers from piece to piece. */
export type FormatState = unknown;

/** Part of a file being written. Rows are written as they arrive, so that they need not be kept. */
export interface FilePiece {
  add(row: ExportRow): void;
  /** `isLast` means that no piece follows. */
  end(isLast: boolean): { readonly bytes: Uint8Array; readonly state: FormatState };
}

/** A file format that is written piece by piece. */
export interface FileFormat {
  readonly mediaType: string;
  readonly extension: string;
  readonly rowsPerPiece: number;
  /** `state` is undefined for the first piece; `measurements` names the further columns, the same for all pieces. */
  begin(state: FormatState, measurements: readonly string[]): FilePiece;
}
