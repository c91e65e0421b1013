import { mapInChunks } from '@argus/service-kit';
import { DescriptorRows, type SimilarRow } from './descriptor-rows.js';

/** A person of the gallery and the cosine similarity of their most similar row. */
export interface Candidate {
  readonly subject: string;
  readonly similarity: number;
}

/** Searches that changes of the gallery interrupt this often are then done in one go. */
const MAX_INTERRUPTIONS = 3;

interface Owned {
  readonly rows: number[];
  /** Photographs behind the rows. */
  readonly photographs: number;
}

/**
 * The compared rows of a gallery. A search compares them all, so no approximate index with errors of its own is needed. A million
 * take tens of milliseconds, in steps between which the service answers other calls.
 */
export class Gallery {
  private readonly descriptors: DescriptorRows;
  /** The subject of each row. */
  private readonly owners: string[] = [];
  private readonly people = new Map<string, Owned>();
  private photographs = 0;
  private maxRowsPerSubject = 1;
  /** Number of changes so far. */
  private changes = 0;

  /** @param chunkRows descriptors per step of a search. */
  constructor(chunkRows?: number) {
    this.descriptors = new DescriptorRows(chunkRows);
  }

  /** Number of people. */
  get size(): number {
    return this.people.size;
  }

  /** Number of photographs behind all templates. */
  get photographCount(): number {
    return this.photographs;
  }

  has(subject: string): boolean {
    return this.people.has(subject);
  }

  photographsOf(subject: string): number {
    return this.people.get(subject)?.photographs ?? 0;
  }

  subjects(): string[] {
    return [...this.people.keys()];
  }

  /** Returns the similarity of the subject's most similar row; undefined if the subject is not in the gallery. */
  compare(subject: string, descriptor: Float32Array): number | undefined {
    const similarities = this.people
      .get(subject)
      ?.rows.map((row) => this.descriptors.similarity(row, descriptor));
    return similarities && Math.max(...similarities);
  }

  /**
   * Replaces all rows of the subject by these unit vectors.
   * @param photographs how many photographs they stand for.
   */
  replace(
    subject: string,
    descriptors: readonly Float32Array[],
    photographs: number = descriptors.length,
  ): void {
    this.remove(subject);
    if (descriptors.length === 0) return;
    this.changes++;
    this.maxRowsPerSubject = Math.max(this.maxRowsPerSubject, descriptors.length);
    const rows = descriptors.map((descriptor) => {
      this.owners.push(subject);
      return this.descriptors.append(descriptor);
    });
    this.people.set(subject, { rows, photographs });
    this.photographs += photographs;
  }

  remove(subject: string): void {
    const owned = this.people.get(subject);
    if (!owned) return;
    this.changes++;
    this.people.delete(subject);
    this.photographs -= owned.photographs;
    for (const row of owned.rows.sort((one, other) => other - one)) this.dropRow(row);
  }

  /** Returns the most similar people, best first, at most `count`. */
  async search(descriptor: Float32Array, count: number): Promise<Candidate[]> {
    for (let interruptions = 0; interruptions < MAX_INTERRUPTIONS; interruptions++) {
      const { changes } = this;
      const found = await mapInChunks(this.descriptors.chunkNumbers, (chunk) =>
        // A change moves rows, perhaps from where the search has yet to look to where it has been.
        changes === this.changes ? this.searchChunk(chunk, descriptor, count) : [],
      );
      if (changes === this.changes) return this.peopleOf(found.flat(), count);
    }
    const found = this.descriptors.chunkNumbers.flatMap((chunk) =>
      this.searchChunk(chunk, descriptor, count),
    );
    return this.peopleOf(found, count);
  }

  private searchChunk(chunk: number, descriptor: Float32Array, count: number): SimilarRow[] {
    // `count` people are among these rows even if each better person fills `maxRowsPerSubject` of them.
    return this.descriptors.searchChunk(chunk, descriptor, (count - 1) * this.maxRowsPerSubject + 1);
  }

  private peopleOf(found: readonly SimilarRow[], count: number): Candidate[] {
    const best = new Map<string, number>();
    for (const { row, similarity } of found.toSorted((one, other) => other.similarity - one.similarity)) {
      const owner = this.owners[row]!;
      if (!best.has(owner)) best.set(owner, similarity);
    }
    return [...best].slice(0, count).map(([subject, similarity]) => ({ subject, similarity }));
  }

  /** Removes a row; the last row takes its place. */
  private dropRow(row: number): void {
    const last = this.owners.length - 1;
    if (row !== last) {
      const owner = this.owners[last]!;
      this.owners[row] = owner;
      const { rows } = this.people.get(owner)!;
      rows[rows.indexOf(last)] = row;
    }
    this.descriptors.drop(row);
    this.owners.pop();
  }
}
