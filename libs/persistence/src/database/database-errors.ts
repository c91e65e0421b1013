import { DomainError } from '@argus/contracts';

interface PostgresError {
  readonly code?: string;
  readonly constraint?: string;
  readonly driverError?: PostgresError;
}

const fields = (error: unknown): PostgresError => {
  const found = (typeof error === 'object' && error !== null ? error : {}) as PostgresError;
  return found.driverError ?? found;
};

/* SQLSTATE classes and socket errors that pass by themselves: connection lost, server starting or stopping, out of
   connections, statement or lock time-out (PostgreSQL manual, appendix A). */
const passing =
  /^(08...|57P0[123]|53300|57014|55P03|40001|40P01|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const passingMessages =
  /Connection terminated|query runner was already released|timeout exceeded when trying to connect|Client has encountered a connection error/;

export const isPassing = (error: unknown): boolean =>
  passing.test(fields(error).code ?? '') || (error instanceof Error && passingMessages.test(error.message));

/* SQLSTATE of a connection or a right that is refused, a database that is not there, too old a server; the driver's words
   when it cannot agree with the server about passwords or TLS. */
const refusal = /^(28...|3D000|42501|0A000)$/;
const refusalMessages = /SASL|SCRAM|SSL|TLS|certificate|no password/i;

export const isRefusal = (error: unknown): boolean =>
  refusal.test(fields(error).code ?? '') || (error instanceof Error && refusalMessages.test(error.message));

/** What a caller should see: UNAVAILABLE when trying again later makes sense, else the error itself. */
export function asCallerSees(error: unknown): unknown {
  if (error instanceof DomainError || !isPassing(error)) return error;
  return new DomainError('UNAVAILABLE', { retryAfterSeconds: 1 }, { cause: error });
}

const constraintClasses = new Set(['23505', '23P01', '23503', '23514']);

/** Name of the constraint that a statement violated, or undefined when that was not the failure. */
export function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = fields(error);
  return code !== undefined && constraintClasses.has(code) ? constraint : undefined;
}

/** Runs work; a violated constraint of the table becomes that domain error. */
export async function mapConstraints<T>(
  codes: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const constraint = violatedConstraint(error);
    const code = constraint === undefined ? undefined : codes[constraint];
    throw code === undefined ? error : new DomainError(code, {}, { cause: error });
  }
}
