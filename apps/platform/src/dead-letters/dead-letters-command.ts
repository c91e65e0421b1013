import { parseArgs } from 'node:util';
import { DeadLetters, openDatabase } from '@argus/persistence';
import {
  createLogger,
  type Environment,
  NestLogger,
  operatorWords,
  platformSettings,
  readSettings,
  type ServiceDefinition,
} from '@argus/service-kit';
import { Logger } from '@nestjs/common';
import { withLogins } from '../postgres.js';
import { services } from '../services.js';
import { type ServiceLetter, shownLetter, shownLine } from './shown-letter.js';

const usage = `Usage: npm run dead-letters -- list [--service <service>] [--limit <number>]
       npm run dead-letters -- show <id>
       npm run dead-letters -- replay <id> | --all [--service <service>]
       npm run dead-letters -- discard <id> | --all [--service <service>]

Dead letters are events that a service gave up on, and messages of devices that could not be stored. list shows the newest (20 unless --limit says
otherwise), show one in full. replay has the service handle them again within seconds, or when it runs next: what is handled is gone, and
what fails again stays with the new reason. Nothing has its effect twice. discard deletes them.`;

interface Answer {
  readonly status: number;
  readonly output: string;
}

const actions = ['list', 'show', 'replay', 'discard'] as const;

interface Asked {
  readonly action: (typeof actions)[number];
  /** Undefined for all. */
  readonly id: string | undefined;
  readonly services: readonly ServiceDefinition[];
  readonly limit: number;
}

/** Runs `npm run dead-letters`. @returns the text to print and the exit status */
export async function deadLettersCommand(
  words: readonly string[],
  environment: Environment,
): Promise<Answer> {
  if (words.includes('--help') || words.includes('-h')) return { status: 0, output: usage };
  const asked = read(words);
  if (typeof asked === 'string') return { status: 2, output: `${asked}\n\n${usage}`.trim() };
  try {
    const [settings] = readSettings([platformSettings], environment);
    Logger.overrideLogger(new NestLogger(createLogger({ ...settings, LOG_LEVEL: 'silent' })));
    const schemas = asked.services.map(({ schema }) => schema!);
    return await withLogins(settings, schemas, (urlOf) => answer(asked, urlOf));
  } catch (error) {
    const output = operatorWords(error, environment);
    if (output === undefined) throw error;
    return { status: 1, output };
  }
}

const storing = services.filter(({ schema }) => schema !== undefined);

/** Returns what is asked, or what is wrong with the words. */
function read(words: readonly string[]): Asked | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { service: { type: 'string' }, limit: { type: 'string' }, all: { type: 'boolean' } },
    });
    const [name, id, ...more] = positionals;
    const { service, limit = '20', all = false } = values;
    const action = actions.find((each) => each === name);
    if (!action) return name === undefined ? '' : `There is no command "${name}".`;
    const chosen = storing.filter((each) => service === undefined || each.name === service);
    if (chosen.length === 0)
      return `There is no service "${service}" with a database; expected ${storing.map((each) => each.name).join(', ')}.`;
    if (!/^[1-9]\d{0,5}$/.test(limit)) return '--limit is a number of letters.';
    const wantsId = action !== 'list' && !all;
    if (more.length > 0 || (id !== undefined) !== wantsId || (all && ['list', 'show'].includes(action)))
      return `The words after "${action}" are not those that it takes.`;
    return { action, id, services: chosen, limit: Number(limit) };
  } catch (error) {
    return `${(error as Error).message.split('. ')[0]}.`;
  }
}

async function answer(asked: Asked, urlOf: (schema: string) => string): Promise<Answer> {
  const { action, id, limit } = asked;
  if (action === 'replay' || action === 'discard') {
    const counts = await inServices(asked, urlOf, (letters) =>
      action === 'replay' ? letters.askReplay(id) : letters.discard(id),
    );
    const count = counts.reduce((sum, each) => sum + each, 0);
    if (count === 0 && id !== undefined) return noSuch(id);
    const what = `${count} dead letter${count === 1 ? '' : 's'}`;
    return {
      status: 0,
      output: action === 'discard' ? `Discarded ${what}.` : `${what} will be replayed within seconds.`,
    };
  }
  const found = await inServices(asked, urlOf, async (letters, service): Promise<ServiceLetter[]> => {
    const kept = id === undefined ? await letters.newest(limit) : [await letters.find(id)];
    return kept.flatMap((letter) => (letter ? [{ ...letter, service }] : []));
  });
  const letters = found.flat().sort((one, other) => other.keptAt.ms - one.keptAt.ms);
  if (id !== undefined && letters.length === 0) return noSuch(id);
  if (id !== undefined) return { status: 0, output: letters.map(shownLetter).join('\n\n') };
  if (letters.length === 0) return { status: 0, output: 'There are no dead letters.' };
  return { status: 0, output: letters.slice(0, limit).map(shownLine).join('\n') };
}

const noSuch = (id: string): Answer => ({
  status: 1,
  output: `There is no dead letter ${id}; npm run dead-letters -- list shows the ids.`,
});

/** Calls `work` for each service with its letters. Brings its tables up to date, as the service does. */
async function inServices<T>(
  { services: asked }: Asked,
  urlOf: (schema: string) => string,
  work: (letters: DeadLetters, service: string) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (const { name, schema, migrations } of asked) {
    const database = await openDatabase({
      url: urlOf(schema!),
      schema: schema!,
      entities: [],
      migrations,
      poolSize: 2,
    });
    try {
      results.push(await work(new DeadLetters(database), name));
    } finally {
      await database.close();
    }
  }
  return results;
}
