import type { EntityManager } from 'typeorm';

/** Rows of a statement within a transaction, whatever the statement (TypeORM answers UPDATE and DELETE in another form). */
export async function rowsOf<T>(tx: EntityManager, sql: string, parameters: unknown[]): Promise<T[]> {
  const result = (await tx.query<unknown>(sql, parameters)) as T[] | [T[], number];
  return Array.isArray(result[0]) ? result[0] : (result as T[]);
}
