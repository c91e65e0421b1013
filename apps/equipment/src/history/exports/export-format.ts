import type { ExportRow } from './export.store.js';

/** A further measurement's column, as tools that flatten JSON name it and as a CSV that is sent has it. */
export const columnOfMeasurement = (name: string): string => `measurements.${name}`;

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
  /** `state` is undefined for the first piece; `measurements` names the further columns, the same for all pieces. */
  begin(state: FormatState, measurements: readonly string[]): FilePiece;
}
