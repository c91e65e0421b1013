import { DomainError } from '@argus/contracts';
import type { Database } from '@argus/persistence';
import type { EntityManager } from 'typeorm';

/** A roll-up's period; `endsAt` is not included. */
export interface Period {
  readonly equipmentId: number;
  readonly periodS: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Statements that delete roll-ups of a period ($1 to $3) and make them from readings before $4, with their names. */
export interface RemakeStatements {
  readonly name: string;
  readonly forget: string;
  /** Answers whether all that were made were kept. */
  readonly make: string;
}

/* Each but the first stands for another transaction that ended meanwhile. */
const MAX_ROUNDS = 20;

/** Makes the roll-ups of a period anew from its readings; throws UNAVAILABLE where others never stop writing to them. */
export async function remakePeriod(
  database: Database,
  tx: EntityManager,
  { name, forget, make }: RemakeStatements,
  { equipmentId, periodS, startsAt, endsAt }: Period,
): Promise<void> {
  const period = [equipmentId, periodS, startsAt];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await database.preparedIn(tx, `${name}.forget`, forget, period);
    const made = await database.preparedIn<{ is_kept: boolean }>(tx, `${name}.make`, make, [
      ...period,
      endsAt,
    ]);
    /* Else somebody else's roll-up of the period came in between, with readings that this one has not seen. */
    if (made[0]!.is_kept) return;
  }
  throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 1 });
}
