import { exactSearch, MetricKind } from 'usearch';
import { DESCRIPTOR_LENGTH } from '../descriptor/descriptor-model.js';

/** A person of the gallery and the cosine similarity of their best descriptor. */
export interface Candidate {
  readonly subject: string;
  readonly similarity: number;
}

const INITIAL_CAPACITY = 64;

/**
 * The descriptors of a gallery in one contiguous array. A search compares them all: 100 000 descriptors take milliseconds.
 * So no approximate index with errors of its own is needed. Removed descriptors are overwritten in memory.
 */
export class Gallery {
  private vectors = new Float32Array(INITIAL_CAPACITY * DESCRIPTOR_LENGTH);
  /** The subject of each row. */
  private readonly owners: string[] = [];
  /** The searched descriptor. A reused buffer leaves no copies of descriptors in memory. */
  private readonly probe = new Float32Array(DESCRIPTOR_LENGTH);
  private readonly rows = new Map<string, number[]>();
  private maxRowsPerSubject = 1;

  /** Number of people. */
  get size(): number {
    return this.rows.size;
  }

  has(subject: string): boolean {
    return this.rows.has(subject);
  }

  /** Replaces all descriptors of the subject by these unit vectors. */
  replace(subject: string, descriptors: readonly Float32Array[]): void {
    this.remove(subject);
    if (descriptors.length === 0) return;
    this.reserve(this.owners.length + descriptors.length);
    this.maxRowsPerSubject = Math.max(this.maxRowsPerSubject, descriptors.length);
    this.rows.set(
      subject,
      descriptors.map((descriptor) => {
        this.vectors.set(descriptor, this.owners.length * DESCRIPTOR_LENGTH);
        return this.owners.push(subject) - 1;
      }),
    );
  }

  remove(subject: string): void {
    const rows = this.rows.get(subject);
    if (!rows) return;
    this.rows.delete(subject);
    for (const row of rows.sort((one, other) => other - one)) this.dropRow(row);
  }

  /** Returns the most similar people, best first, at most `count`. */
  search(descriptor: Float32Array, count: number): Candidate[] {
    const total = this.owners.length;
    if (total === 0) return [];
    // `count` people are among these rows even if each better person fills `maxRowsPerSubject` of them.
    const rowCount = Math.min(total, (count - 1) * this.maxRowsPerSubject + 1);
    this.probe.set(descriptor);
    const inUse = this.vectors.subarray(0, total * DESCRIPTOR_LENGTH);
    const { keys, distances } = exactSearch(inUse, this.probe, DESCRIPTOR_LENGTH, rowCount, MetricKind.IP, 1);
    const best = new Map<string, number>();
    keys.forEach((key, i) => {
      const owner = this.owners[Number(key)]!;
      if (!best.has(owner)) best.set(owner, 1 - distances[i]!);
    });
    return [...best].slice(0, count).map(([subject, similarity]) => ({ subject, similarity }));
  }

  /** Removes a row by moving the last row into its place. */
  private dropRow(row: number): void {
    const last = this.owners.length - 1;
    const from = last * DESCRIPTOR_LENGTH;
    if (row !== last) {
      this.vectors.copyWithin(row * DESCRIPTOR_LENGTH, from, from + DESCRIPTOR_LENGTH);
      const owner = this.owners[last]!;
      this.owners[row] = owner;
      const rows = this.rows.get(owner)!;
      rows[rows.indexOf(last)] = row;
    }
    this.vectors.fill(0, from, from + DESCRIPTOR_LENGTH);
    this.owners.pop();
  }

  private reserve(rows: number): void {
    const capacity = this.vectors.length / DESCRIPTOR_LENGTH;
    if (rows <= capacity) return;
    const smaller = this.vectors;
    this.vectors = new Float32Array(Math.max(rows, capacity * 2) * DESCRIPTOR_LENGTH);
    this.vectors.set(smaller);
    smaller.fill(0);
  }
}
