import { exactSearch, MetricKind } from 'usearch';
import { DESCRIPTOR_LENGTH } from '../descriptor/descriptor-model.js';

/** A person of the gallery and the similarity of the best of their descriptors, cosine. */
export interface Candidate {
  readonly subject: string;
  readonly similarity: number;
}

const FIRST_CAPACITY = 64;

/**
 * The descriptors of all people of a gallery in one contiguous array, searched whole: exact up to 100 000 descriptors within
 * milliseconds, so that no index with its own errors is needed. Memory of what was removed is overwritten.
 */
export class Gallery {
  private vectors = new Float32Array(FIRST_CAPACITY * DESCRIPTOR_LENGTH);
  /** Whose descriptor each row is. */
  private readonly owners: string[] = [];
  /** What is searched for, kept so that a search allocates no copy of a descriptor. */
  private readonly probe = new Float32Array(DESCRIPTOR_LENGTH);
  private readonly rows = new Map<string, number[]>();
  private mostRows = 1;

  /** People. */
  get size(): number {
    return this.rows.size;
  }

  has(subject: string): boolean {
    return this.rows.has(subject);
  }

  /** Makes these unit vectors the only ones of the subject. */
  replace(subject: string, descriptors: readonly Float32Array[]): void {
    this.remove(subject);
    if (descriptors.length === 0) return;
    this.reserve(this.owners.length + descriptors.length);
    this.mostRows = Math.max(this.mostRows, descriptors.length);
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

  /** The most similar people, best first, at most `count`. */
  search(descriptor: Float32Array, count: number): Candidate[] {
    const total = this.owners.length;
    if (total === 0) return [];
    // The best `n` rows hold the best `count` people even when each of the others fills `mostRows` rows.
    const wanted = Math.min(total, (count - 1) * this.mostRows + 1);
    this.probe.set(descriptor);
    const inUse = this.vectors.subarray(0, total * DESCRIPTOR_LENGTH);
    const { keys, distances } = exactSearch(inUse, this.probe, DESCRIPTOR_LENGTH, wanted, MetricKind.IP, 1);
    const best = new Map<string, number>();
    keys.forEach((key, i) => {
      const owner = this.owners[Number(key)]!;
      if (!best.has(owner)) best.set(owner, 1 - distances[i]!);
    });
    return [...best].slice(0, count).map(([subject, similarity]) => ({ subject, similarity }));
  }

  /** Moves the last row into the gap. */
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
