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

/* SQLSTATE classes and socket errors of transient failures: connection lost, server starting or stopping, out of disk,
   memory or connections (class 53), statement or lock time-out (PostgreSQL manual, appendix A). */
const transient =
  /^(08...|57P0[123]|53...|57014|55P03|40001|40P01|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const transientMessages =
  /Connection terminated|[Qq]uery runner (was )?already released|timeout exceeded when trying to connect|^timeout expired$|Client has encountered a connection error/;

/** The statement may have been refused because an earlier one of its transaction failed, or one that was to prepare it. */
export const isRefusedAfterFailure = (error: unknown): boolean =>
  /^(25P02|26000)$/.test(fields(error).code ?? '');

/* A full disk does not empty itself in a second. */
const OUT_OF_ROOM_SECONDS = 30;
const isOutOfRoom = (error: unknown): boolean => /^53[12]/.test(fields(error).code ?? '');

export const isTransient = (error: unknown): boolean =>
  transient.test(fields(error).code ?? '') ||
  (error instanceof Error && transientMessages.test(error.message));

/* SQLSTATEs of a refused connection or right, a missing database or a server that is too old; the driver's messages
   when it cannot agree with the server on passwords or TLS. */
const refusal = /^(28...|3D000|42501|0A000)$/;
const refusalMessages = /SASL|SCRAM|SSL|TLS|certificate|no password/i;

export const isRefusal = (error: unknown): boolean =>
  refusal.test(fields(error).code ?? '') || (error instanceof Error && refusalMessages.test(error.message));

/** Postgres does not let this role in: it may not log in, or has another password. */
export const isLoginRefusal = (error: unknown): boolean => /^28...$/.test(fields(error).code ?? '');

/** Returns the error to throw to callers: UNAVAILABLE if a later retry may succeed, else the error itself. */
export function asCallerSees(error: unknown): unknown {
  if (error instanceof DomainError || !isTransient(error)) return error;
  const retryAfterSeconds = isOutOfRoom(error) ? OUT_OF_ROOM_SECONDS : 1;
  return new DomainError('UNAVAILABLE', { retryAfterSeconds }, { cause: error });
}

const constraintClasses = new Set(['23505', '23P01', '23503', '23514']);

/** Returns the name of the violated constraint; undefined for any other failure. */
export function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = fields(error);
  return code !== undefined && constraintClasses.has(code) ? constraint : undefined;
}

/** Runs `work`. Throws the domain error that `codes` names for a violated constraint. */
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
