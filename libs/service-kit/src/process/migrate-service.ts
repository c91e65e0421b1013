import { Jobs, openDatabase } from '@argus/persistence';
import { Logger } from '@nestjs/common';
import { entitiesOf } from '../bindings/entities.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { createLogger } from '../logs/logger.js';
import { NestLogger } from '../logs/nest-logger.js';
import { waitForDatabase } from '../service/wait-for-database.js';
import { processEnvironment } from '../settings/environment.js';
import { platformSettings } from '../settings/platform-settings.js';
import { readSettings, SettingsError } from '../settings/read-settings.js';
import { StartError } from '../settings/start-error.js';

/**
 * Brings the tables of a service up to date, then ends the process: status 0, or 1 with the reason. Waits for Postgres. A deployment runs
 * it before it starts replicas of a new version; several at once take turns.
 */
export async function migrateService({ name, schema, module, migrations }: ServiceDefinition): Promise<void> {
  try {
    const [settings] = readSettings([platformSettings], processEnvironment());
    const logger = createLogger(settings, undefined, name);
    Logger.overrideLogger(new NestLogger(logger));
    const { DATABASE_URL: url, DATABASE_MIGRATION_URL: migrationUrl = url } = settings;
    if (schema === undefined) return logger.info('Has no tables');
    if (url === undefined || migrationUrl === undefined)
      throw new StartError(
        `Set DATABASE_URL to the login of ${name}, whose tables are to be brought up to date.`,
      );
    const options = { url: migrationUrl, schema, entities: entitiesOf(module), migrations, poolSize: 2 };
    const database = await waitForDatabase(migrationUrl, name, (onWaiting) =>
      openDatabase({ ...options, applicationName: `argus-${name}-migrate`, onWaiting }),
    );
    try {
      const jobs = new Jobs(database);
      await jobs.start();
      await jobs.stop();
    } finally {
      await database.close();
    }
    logger.info(`The tables of ${name} are up to date`);
  } catch (error) {
    const reason =
      error instanceof StartError || error instanceof SettingsError ? error.message : String(error);
    process.stderr.write(`${reason}\n`);
    process.exitCode = 1;
  }
}
