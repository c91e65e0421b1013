/* Memory of the serving processes while a file of many readings is written. */
import { readFileSync } from 'node:fs';
import { withClient } from '@argus/persistence';
import type { Platform } from '@argus/testing';
import { parquetMetadata } from 'hyparquet';

export type ExportFormat = 'csv' | 'ndjson' | 'parquet';

/** Adds readings of a machine until `wanted` are stored. */
export function addReadings(
  databaseUrl: string,
  machine: number,
  wanted: number,
  beginMs: number,
): Promise<void> {
  return withClient(databaseUrl, async (connection) => {
    const { rows } = await connection.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM equipment.reading JOIN equipment.equipment ON equipment.id = equipment_id',
    );
    const missing = Math.max(0, wanted - rows[0]!.count);
    process.stderr.write(`export: ${missing} rows are added first …\n`);
    /* In the week of the first batch, whose partition exists, three microseconds off all other readings. */
    await connection.query('SET statement_timeout = 0');
    await connection.query(
      `INSERT INTO equipment.reading (equipment_id, measured_at, id, temperature, speed, pressure)
       SELECT $1, date_trunc('week', to_timestamp($3) AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
                  + i * interval '50 milliseconds' + interval '3 microseconds', i, 20, 1200, 1
         FROM generate_series(1, $2::bigint) AS i`,
      [machine, missing, beginMs / 1000],
    );
    await connection.query('ANALYZE equipment.reading');
  });
}

/**
 * Exports everything. Returns the processes involved, rows, megabytes sent, seconds, and the resident memory of each process before
 * and at its peak (proc(5), VmRSS, read ten times a second).
 */
export async function exportMemory(
  platform: Platform,
  token: string,
  format: ExportFormat,
): Promise<(string | number)[]> {
  const processes = platform.processes().flatMap((pid) => {
    const [, app] = /apps\/([\w-]+)\//.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? [];
    return app && ['auth-gateway', 'equipment', 'platform'].includes(app) ? [{ pid, app }] : [];
  });
  const residentMb = () =>
    processes.map(
      ({ pid }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024,
    );
  const shown = (each: readonly number[]) => each.map((mb) => mb.toFixed(0)).join(', ');
  const before = residentMb();
  let most = before;
  const watch = setInterval(() => (most = residentMb().map((mb, i) => Math.max(mb, most[i]!))), 100);
  const startedAt = performance.now();
  let bytes = 0;
  let lines = 0;
  const kept: Uint8Array[] = [];
  try {
    const answer = await fetch(`${platform.url}/api/data/export/?file_format=${format}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (answer.status !== 200 || !answer.body) throw new Error(`answered ${answer.status}`);
    for await (const piece of answer.body as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (format === 'parquet') kept.push(piece);
      else for (const byte of piece) if (byte === 10) lines++;
    }
  } finally {
    clearInterval(watch);
  }
  const took = (performance.now() - startedAt) / 1000;
  const counts = {
    csv: () => lines - 1,
    ndjson: () => lines,
    parquet: () => rowsOfParquet(Buffer.concat(kept)),
  };
  const names = processes.map(({ app }) => app).join(', ');
  return [names, counts[format](), (bytes / 1e6).toFixed(0), took.toFixed(0), shown(before), shown(most)];
}

const rowsOfParquet = ({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): number =>
  Number(parquetMetadata(buffer.slice(byteOffset, byteOffset + byteLength)).num_rows);
