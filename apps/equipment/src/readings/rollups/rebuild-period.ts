import { DomainError, type Instant } from '@argus/contracts';
import type { Database } from '@argus/persistence';
import type { EntityManager } from 'typeorm';

/** The period of a roll-up, without `endsAt` itself. */
export interface Period {
  readonly equipmentId: number;
  readonly periodS: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Statements that delete the roll-ups of a period ($1 to $3) and insert them again from readings before $4. */
export interface RebuildStatements {
  /** Prefix of the names of the prepared statements. */
  readonly name: string;
  readonly delete: string;
  /** Returns whether all rows were inserted. */
  readonly insert: string;
}

/* Each further round means that another transaction committed meanwhile. */
const MAX_ROUNDS = 20;

/** Recomputes the roll-ups of a period from its readings. Throws UNAVAILABLE if others keep writing to them. */
export async function rebuildPeriod(
  database: Database,
  tx: EntityManager,
  statements: RebuildStatements,
  { equipmentId, periodS, startsAt, endsAt }: Period,
): Promise<void> {
  const period = [equipmentId, periodS, startsAt];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    database.sendIn(tx, `${statements.name}.delete`, statements.delete, period);
    const [inserted] = await database.preparedIn<{ isComplete: boolean }>(
      tx,
      `${statements.name}.insert`,
      statements.insert,
      [...period, endsAt],
    );
    /* Otherwise another transaction inserted the roll-up, with readings that this one has not seen. */
    if (inserted!.isComplete) return;
  }
  throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 1 });
}
