import { readFileSync } from 'node:fs';
import type { SettingsSpec } from './define-settings.js';
import type { Environment } from './environment.js';
import type { Setting } from './setting.js';

const variables = (specs: readonly SettingsSpec[]): [string, Setting<unknown>][] =>
  specs.flatMap((spec) =>
    Object.entries<Setting<unknown>>(spec.variables as Record<string, Setting<unknown>>),
  );

/** Returns the variables, such as DATABASE_URL_FILE, that name a file with a secret setting. */
export function secretFiles(specs: readonly SettingsSpec[]): readonly string[] {
  const all = variables(specs);
  const declared = new Set(all.map(([name]) => name));
  /* Where a spec declares the file itself, it says how it is read. */
  return all
    .filter(([name, { secret }]) => secret && !declared.has(`${name}_FILE`))
    .map(([name]) => `${name}_FILE`);
}

/** Returns the environment with the secrets that files hold, and a line for each that cannot be had. No line shows a secret. */
export function withSecretFiles(
  specs: readonly SettingsSpec[],
  environment: Environment,
): { readonly environment: Environment; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const read: Record<string, string> = {};
  for (const variable of new Set(secretFiles(specs))) {
    const file = environment[variable]?.trim();
    if (!file) continue;
    const name = variable.slice(0, -'_FILE'.length);
    if (environment[name]?.trim())
      problems.push(`${variable} is wrong: ${name} is set as well; set one of them`);
    else
      try {
        read[name] = readFileSync(file, 'utf8').trimEnd();
        if (read[name] === '') problems.push(`${variable} is wrong: ${file} is empty`);
      } catch (error) {
        problems.push(
          `${variable} is wrong: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`,
        );
      }
  }
  return { environment: { ...environment, ...read }, problems };
}
