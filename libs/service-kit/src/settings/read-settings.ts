import { customCleanEnv, EnvMissingError, type ValidatorSpec } from 'envalid';
import type { SettingsSpec } from './define-settings.js';
import { type Environment, processEnvironment } from './environment.js';
import { withSecretFiles } from './secret-files.js';
import type { Setting } from './setting.js';

/** Names every invalid variable and what is expected, one line each. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Settings are wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/**
 * Returns the values of several specs, in their order. Throws one SettingsError that names every invalid variable of all of them.
 * An empty variable counts as not set. A secret can stand in a file that `<NAME>_FILE` names.
 */
export function readSettings<const S extends readonly SettingsSpec[]>(
  specs: S,
  environment: Environment = processEnvironment(),
): { [K in keyof S]: S[K] extends SettingsSpec<infer T> ? Readonly<T> : never } {
  const told = withSecretFiles(specs, environment);
  const given = Object.fromEntries(Object.entries(told.environment).filter(([, value]) => value?.trim()));
  const problems = new Set(told.problems);
  const values = specs.map(({ variables }) =>
    Object.freeze({
      ...customCleanEnv(given, variables as Record<string, ValidatorSpec<unknown>>, (cleaned) => cleaned, {
        reporter: ({ errors }) => {
          for (const [name, error] of Object.entries(errors)) {
            problems.add(describe(name, (variables as Record<string, Setting<unknown>>)[name], error));
          }
        },
      }),
    }),
  );
  if (problems.size > 0) throw new SettingsError([...problems].sort());
  return values as never;
}

function describe(name: string, setting: Setting<unknown> | undefined, error: unknown): string {
  const expected = `expected ${setting?.type ?? 'something else'} (${setting?.desc ?? ''})`;
  if (error instanceof EnvMissingError) return `${name} is missing: ${expected}`;
  const reason = setting?.secret || !(error instanceof Error) ? 'not readable' : error.message;
  return `${name} is wrong: ${expected}; ${reason}`;
}
