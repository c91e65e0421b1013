import { DAY_MS } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

const WEEK_MS = 7 * DAY_MS;
/* 1970-01-01 was a Thursday; weeks begin on Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Returns the start of the week (Monday, UTC), in epoch milliseconds. */
export const weekOf = (atMs: number): number =>
  Math.floor((atMs - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS + FIRST_MONDAY_MS;

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** The weekly partitions of `reading`. */
@Injectable()
export class ReadingPartitionStore {
  private readonly known = new Set<number>();

  constructor(private readonly database: Database) {}

  /** Makes missing partitions. Call it before the transaction that writes to them. */
  async ensure(weeks: Iterable<number>): Promise<void> {
    for (const week of weeks) if (!this.known.has(week)) await this.make(week);
  }

  /** Forgets which partitions are known to exist. */
  forget(): void {
    this.known.clear();
  }

  /** Makes the partitions of this week and the next ones, so that no writer has to wait for them. */
  async makeAhead(weeks: number, nowMs = Date.now()): Promise<void> {
    await this.ensure(Array.from({ length: weeks + 1 }, (_, ahead) => weekOf(nowMs) + ahead * WEEK_MS));
  }

  /** Drops the weeks that ended before that time. Returns how many. */
  async dropBefore(atMs: number): Promise<number> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = 'reading'::regclass ORDER BY 1`,
    );
    const old = rows.filter(({ name }) => weekOfPartition(name) + WEEK_MS <= atMs);
    for (const { name } of old) {
      await this.database.transaction(async (tx) => {
        await tx.query(LOCK);
        await tx.query(`DROP TABLE IF EXISTS ${name}`);
      });
      this.known.delete(weekOfPartition(name));
    }
    return old.length;
  }

  /** Creates a table and attaches it: creating a partition in place would block readers and writers of other weeks. */
  private async make(week: number): Promise<void> {
    const name = `reading_w${dayOf(week).replaceAll('-', '')}`;
    await this.database.transaction(async (tx) => {
      await tx.query(LOCK);
      const [partition] = await tx.query<{ exists: boolean }[]>(
        'SELECT to_regclass($1) IS NOT NULL AS exists',
        [name],
      );
      if (partition?.exists) return;
      await tx.query(`CREATE TABLE ${name} (LIKE reading INCLUDING ALL)`);
      await tx.query(
        `ALTER TABLE reading ATTACH PARTITION ${name} FOR VALUES FROM ('${dayOf(week)}Z') TO ('${dayOf(week + WEEK_MS)}Z')`,
      );
    });
    this.known.add(week);
  }
}

const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('equipment.reading-partitions', 0))";

const weekOfPartition = (name: string): number =>
  Date.parse(name.replace(/^.*_w(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3T00:00:00Z'));
