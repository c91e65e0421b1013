import { exactSearch, MetricKind } from 'usearch';
import { similarity } from '../accuracy/pair-scores.js';
import { DESCRIPTOR_LENGTH } from '../descriptor/descriptor-model.js';

/** Descriptors per chunk, 8 MB. A search of one takes about half a millisecond. */
const CHUNK_ROWS = 16_384;
const INITIAL_ROWS = 64;

/** A row and its cosine similarity to the searched descriptor. */
export interface SimilarRow {
  readonly row: number;
  readonly similarity: number;
}

/**
 * Unit vectors in rows without gaps, stored in chunks: growing copies no more than one chunk. What is dropped is
 * overwritten in memory.
 */
export class DescriptorRows {
  private readonly chunks: Float32Array[] = [];
  /** The searched descriptor: usearch reads arrays from the start of their buffer, and reuse leaves no copies behind. */
  private readonly probe = new Float32Array(DESCRIPTOR_LENGTH);
  private rowCount = 0;

  constructor(private readonly chunkRows = CHUNK_ROWS) {}

  /** Returns the row of the added descriptor. */
  append(descriptor: Float32Array): number {
    const row = this.rowCount++;
    const chunk = Math.floor(row / this.chunkRows);
    this.reserve(chunk, (row % this.chunkRows) + 1);
    this.chunks[chunk]!.set(descriptor, (row % this.chunkRows) * DESCRIPTOR_LENGTH);
    return row;
  }

  /** Drops a row by moving the last row into its place. */
  drop(row: number): void {
    const last = this.at(this.rowCount - 1);
    if (row !== this.rowCount - 1) this.at(row).set(last);
    last.fill(0);
    this.rowCount--;
    if (this.rowCount % this.chunkRows === 0) this.chunks.length = this.rowCount / this.chunkRows;
  }

  similarity(row: number, descriptor: Float32Array): number {
    return similarity(this.at(row), descriptor);
  }

  /** The numbers of the chunks in use. */
  get chunkNumbers(): readonly number[] {
    return Array.from(this.chunks.keys());
  }

  /** Returns the most similar rows of a chunk, best first, at most `limit`. */
  searchChunk(chunk: number, descriptor: Float32Array, limit: number): SimilarRow[] {
    const first = chunk * this.chunkRows;
    const rows = Math.min(this.rowCount - first, this.chunkRows);
    const inUse = this.chunks[chunk]!.subarray(0, rows * DESCRIPTOR_LENGTH);
    this.probe.set(descriptor);
    const { keys, distances } = exactSearch(
      inUse,
      this.probe,
      DESCRIPTOR_LENGTH,
      Math.min(rows, limit),
      MetricKind.IP,
      1,
    );
    return Array.from(keys, (key, i) => ({ row: first + Number(key), similarity: 1 - distances[i]! }));
  }

  private at(row: number): Float32Array {
    const from = (row % this.chunkRows) * DESCRIPTOR_LENGTH;
    return this.chunks[Math.floor(row / this.chunkRows)]!.subarray(from, from + DESCRIPTOR_LENGTH);
  }

  /** Only the first chunk starts small, because most galleries have few people. */
  private reserve(chunk: number, rows: number): void {
    const present = this.chunks[chunk];
    if (present && rows * DESCRIPTOR_LENGTH <= present.length) return;
    const doubled = present ? (present.length / DESCRIPTOR_LENGTH) * 2 : INITIAL_ROWS;
    const capacity = chunk > 0 ? this.chunkRows : Math.min(doubled, this.chunkRows);
    const larger = new Float32Array(capacity * DESCRIPTOR_LENGTH);
    if (present) {
      larger.set(present);
      present.fill(0);
    }
    this.chunks[chunk] = larger;
  }
}
