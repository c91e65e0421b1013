import { rowsOf } from '@argus/testing/installation';
import type { ChaosTarget } from './chaos-target.js';
import { countByKey } from './count.store.js';
import type { Scene } from './write.js';
import { indexIn, type Writers, type Written } from './writers.js';

export interface KindVerdict {
  readonly operation: string;
  readonly acknowledged: number;
  /** Acknowledged writes of which a row is missing. */
  readonly lost: number;
  /** Acknowledged writes with more rows than they may leave. */
  readonly doubled: number;
  /** Writes with rows of which nobody was told. */
  readonly unknown: number;
}

/** Rows by the index of their write. */
type Counts = ReadonlyMap<number, number>;

/** Compares what clients were told with the rows of the database. */
export async function verdictOf(
  platform: ChaosTarget,
  writers: Writers,
  scene: Scene,
): Promise<readonly KindVerdict[]> {
  const rows = new RowCounts(platform, writers, scene);
  const verdicts: KindVerdict[] = [];
  for (const written of writers.written) {
    const { write, acknowledged } = written;
    const found: { readonly wanted: number; readonly counts: Counts }[] = [];
    for (const [table, wanted] of Object.entries(write.leaves))
      found.push({ wanted, counts: await rows.of(written, table) });
    const known = new Set(acknowledged);
    const unknown = found.flatMap(({ counts }) => [...counts.keys()].filter((index) => !known.has(index)));
    verdicts.push({
      operation: write.operation,
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((at) => found.some(({ wanted, counts }) => (counts.get(at) ?? 0) < wanted))
        .length,
      doubled: acknowledged.filter((at) => found.some(({ wanted, counts }) => (counts.get(at) ?? 0) > wanted))
        .length,
      unknown: new Set(unknown).size,
    });
  }
  return verdicts;
}

class RowCounts {
  private readonly byTable = new Map<string, Promise<{ key: string; rows: number }[]>>();

  constructor(
    private readonly platform: ChaosTarget,
    private readonly writers: Writers,
    private readonly scene: Scene,
  ) {}

  async of({ write: { countedBy }, kind }: Written, table: string): Promise<Counts> {
    const { platform, scene } = this;
    const { run } = this.writers;
    if (countedBy) {
      const values = [countedBy.machine(scene), scene.startMs];
      const rows = await rowsOf<{ index: number; rows: number }>(platform, countedBy.sql, values);
      return new Map(rows.map((row) => [row.index, row.rows]));
    }
    const counted =
      this.byTable.get(table) ?? rowsOf<{ key: string; rows: number }>(platform, countByKey(table, run));
    this.byTable.set(table, counted);
    const indexed = (await counted).map(({ key, rows }) => [indexIn(key, run, kind), rows] as const);
    return new Map(indexed.filter((each): each is readonly [number, number] => each[0] !== undefined));
  }
}
