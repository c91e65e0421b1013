/** Returns the password of a role, the same for every process of an installation. */
export type PasswordOf = (role: string) => string;

const MAX_IDENTIFIER_BYTES = 63;

export const jobsSchema = (schema: string): string => `${schema}_jobs`;

/** Returns the role of a service. Roles belong to the whole server, so each carries the name of its database. */
export const roleOf = (url: string, schema: string): string => named(`${databaseIn(url)}_${schema}`);

/** Returns the role, without a login, that owns a service's schema and the tables that the service may only add to. */
export const keeperOf = (url: string, schema: string): string => named(`${roleOf(url, schema)}_keeper`);

function named(role: string): string {
  if (Buffer.byteLength(role) > MAX_IDENTIFIER_BYTES)
    throw new Error(`The name of the database is too long for a role ${role} of at most 63 bytes`);
  return role;
}

/** Returns the URL by which a service logs in as its own role. */
export function loginOf(url: string, schema: string, passwordOf: PasswordOf): string {
  const login = new URL(url);
  const role = roleOf(url, schema);
  login.username = encodeURIComponent(role);
  login.password = encodeURIComponent(passwordOf(role));
  return login.href;
}

function databaseIn(url: string): string {
  const { pathname, username } = new URL(url);
  return decodeURIComponent(pathname.slice(1) || username || 'postgres');
}
