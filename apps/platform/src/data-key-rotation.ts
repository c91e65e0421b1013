import { aloneIn, openDatabase, rewrapDataKeys } from '@argus/persistence';
import {
  addDataKey,
  createLogger,
  dropFormerDataKeys,
  type Environment,
  NestLogger,
  openDataKeys,
  operatorWords,
  type PlatformSettings,
  platformSettings,
  readSettings,
  type ServiceDefinition,
  StartError,
  wrappingKeys,
} from '@argus/service-kit';
import { Logger } from '@nestjs/common';
import { withLogins } from './postgres.js';
import { services } from './services.js';

type Place = Pick<PlatformSettings, 'DATA_DIR' | 'DATA_KEY_FILE'>;

interface Sealing {
  readonly schema: string;
  readonly label: string;
  readonly url: string;
  readonly migrations: ServiceDefinition['migrations'];
}

/** `npm run keys -- rotate-data`. @returns the text to print and the exit status */
export async function rotationCommand(environment: Environment): Promise<{ status: number; output: string }> {
  try {
    const [settings] = readSettings([platformSettings], environment);
    Logger.overrideLogger(new NestLogger(createLogger({ ...settings, LOG_LEVEL: 'silent' })));
    const schemas = services.flatMap(({ schema }) => schema ?? []);
    const rewrapped = await withLogins(settings, schemas, (urlOf) =>
      rotateDataKey(settings, services, urlOf),
    );
    const counts = Object.entries(rewrapped).map(([schema, count]) => `${schema} ${count}`);
    return {
      status: 0,
      output: `The installation has a new data key, which wraps these data keys now: ${counts.join(', ')}.`,
    };
  } catch (error) {
    const output = operatorWords(error, environment);
    if (output === undefined) throw error;
    return { status: 1, output };
  }
}

/**
 * Replaces the installation's key: a new key stands beside the former one until every data key is wrapped by it. Services that run read
 * both. Goes on where a killed rotation ended. @returns the number of data keys by schema
 */
export async function rotateDataKey(
  settings: Place,
  definitions: readonly ServiceDefinition[],
  urlOf: (schema: string) => string,
): Promise<Record<string, number>> {
  const sealing = definitions.flatMap(
    ({ schema, name, sealingLabel: label = name, migrations }): Sealing[] =>
      schema === undefined || label === null ? [] : [{ schema, label, url: urlOf(schema), migrations }],
  );
  /* Two rotations at once would each make a key, and one of the two would be lost. */
  const done = await aloneIn(sealing[0]!.url, 'argus-data-key-rotation', async () => {
    for (const each of sealing) await makeKeys(settings, each);
    addDataKey(settings);
    const rewrapped: Record<string, number> = {};
    for (const { schema, label, url } of sealing)
      rewrapped[schema] = await rewrapDataKeys(url, schema, wrappingKeys(settings, label)());
    dropFormerDataKeys(settings);
    return rewrapped;
  });
  if (done === undefined) throw new StartError('Another rotation of the data key is running.');
  return done;
}

/** A service that has not run since people got keys has none yet; the key that it sealed with derives from the present one. */
async function makeKeys(settings: Place, { url, schema, label, migrations }: Sealing): Promise<void> {
  const database = await openDatabase({ url, schema, entities: [], migrations, poolSize: 2 });
  try {
    await openDataKeys(database, settings, label);
  } finally {
    await database.close();
  }
}
