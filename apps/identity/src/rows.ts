import type { EntityManager } from 'typeorm';

/** Returns the rows of a statement in a transaction. TypeORM returns those of UPDATE and DELETE in another shape. */
export async function rowsOf<T>(tx: EntityManager, sql: string, parameters: unknown[]): Promise<T[]> {
  const result = (await tx.query<unknown>(sql, parameters)) as T[] | [T[], number];
  return Array.isArray(result[0]) ? result[0] : (result as T[]);
}
