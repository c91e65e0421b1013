/** Variables that settings are read from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process; the only place of the platform that reads it. */
export const processEnvironment = (): Environment => process.env;
