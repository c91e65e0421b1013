import { deserialize, serialize } from 'node:v8';
import type { ExportFormat, ExportQuery, StreamPiece, StreamPosition } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { MeasurementStore } from '../../machines/measurement.store.js';
import type { FileFormat, FormatState } from './export-format.js';
import { type ExportPlace, ExportStore } from './export.store.js';
import { parquet } from './parquet-format.js';
import { csv, ndjson } from './text-formats.js';

const formats: Readonly<Record<ExportFormat, FileFormat>> = { csv, ndjson, parquet };

/** How far an export is. Travels between the gateway and whichever replica writes the next piece. */
interface ExportState {
  readonly after: ExportPlace;
  /** Further columns, fixed at the start although definitions may change meanwhile. */
  readonly measurements: readonly string[];
  readonly format: FormatState;
}

@Injectable()
export class ExportService {
  constructor(
    private readonly store: ExportStore,
    private readonly definitions: MeasurementStore,
  ) {}

  /** Writes the next piece of a file. Needs memory for one piece only, whatever the size of the file. */
  async piece(query: ExportQuery, { state }: StreamPosition): Promise<StreamPiece> {
    const format = formats[query.file_format];
    const before = state && (deserialize(state) as ExportState);
    const measurements =
      before?.measurements ?? (await this.definitions.namesFor(query.equipment ?? null, null));
    const piece = format.begin(before?.format, measurements);
    let rows = 0;
    let last: ExportPlace | undefined;
    /* One extra row shows whether more follow. */
    const part = {
      after: before?.after,
      limit: format.rowsPerPiece + 1,
      withMeasurements: measurements.length > 0,
    };
    await this.store.each(query, part, (row) => {
      if (++rows > format.rowsPerPiece) return;
      piece.add(row);
      last = row;
    });
    const isLast = rows <= format.rowsPerPiece;
    const written = piece.end(isLast);
    const { equipment, measured_at } = last ?? { equipment: 0, measured_at: '' };
    const next: ExportState = { after: { equipment, measured_at }, measurements, format: written.state };
    return {
      bytes: written.bytes,
      ...(!isLast && { next: serialize(next) }),
      media_type: format.mediaType,
      filename: `readings.${format.extension}`,
    };
  }
}
