/** Words that PostgreSQL does not take as the name of a schema (pg_get_keywords, categories R and T). */
const SQL_WORDS = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
  localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right
  select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using
  variadic verbose when where window with`.split(/\s+/),
);

/** Names that mean something else to the platform. */
const TAKEN = {
  evt: 'subjects of events begin with it',
  information_schema: 'PostgreSQL has a schema of this name',
  postgres: 'the database and its superuser have this name',
  public: 'PostgreSQL has a schema of this name',
};

export const schemaOf = (name) => name.replaceAll('-', '_');

/** Returns why a service cannot have this name; undefined when it can. */
export function refusalOf(name) {
  const schema = schemaOf(name);
  if (name === 'all') return 'SERVICES=all means every service';
  if (Object.hasOwn(TAKEN, schema)) return TAKEN[schema];
  if (SQL_WORDS.has(schema)) return 'it is a reserved word of SQL and could not name the schema';
  if (schema.startsWith('pg_')) return 'PostgreSQL keeps schemas that begin with pg_ for itself';
  if (schema.endsWith('_jobs')) return 'schemas that end in _jobs hold the jobs of a service';
  return undefined;
}
