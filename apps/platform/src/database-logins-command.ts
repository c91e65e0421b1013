import { join } from 'node:path';
import {
  type Environment,
  operatorWords,
  platformSettings,
  readSettings,
  secretsDirectory,
} from '@argus/service-kit';
import { keptDaysOf, withLogins } from './postgres.js';
import { services } from './services.js';

/** `npm run keys -- database`: makes logins, schemas and keepers as the launcher does. @returns the text to print and the exit status */
export async function databaseLoginsCommand(
  environment: Environment,
): Promise<{ readonly status: number; readonly output: string }> {
  try {
    const [settings] = readSettings([platformSettings], environment);
    const schemas = services.flatMap(({ schema }) => schema ?? []);
    await withLogins(settings, schemas, () => Promise.resolve(), { keptDays: keptDaysOf(settings) });
    const folder = settings.DATABASE_LOGINS_DIR ?? join(secretsDirectory(settings), 'database');
    return {
      status: 0,
      output: `The services have their logins and schemas: ${schemas.join(', ')}. The passwords, one file each, are in ${folder}.`,
    };
  } catch (error) {
    const output = operatorWords(error, environment);
    if (output === undefined) throw error;
    return { status: 1, output };
  }
}
