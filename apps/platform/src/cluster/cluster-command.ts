import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Environment,
  operatorWords,
  platformSettings,
  readSettings,
  StartError,
} from '@argus/service-kit';
import { type ClusterSecrets, clusterSecrets } from './cluster-secrets.js';

const usage = `Usage: npm run keys -- cluster <file> [<release>]
       npm run keys -- compose <folder>

Writes what each service is given when it runs by itself: its login and keys, and those of the migrations and the broker. cluster writes Secrets for
kubectl apply -f <file>, named as the chart names its objects for that release (argus if not said); compose writes a folder of files, as docker/compose.yaml mounts them.
DATABASE_URL names PostgreSQL as the services reach it, as the owner of the database. The secrets come from DATA_DIR/secrets, where what is
missing is made: keep that folder, and keep it secret.`;

const RELEASE = /^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/;

interface Told {
  readonly status: number;
  readonly output: string;
}

/** `npm run keys -- cluster`. @returns the text to print and the exit status */
export function clusterCommand(words: readonly string[], environment: Environment): Told {
  const [file, release = 'argus', ...more] = words;
  if (!RELEASE.test(release)) return { status: 2, output: usage };
  return written([file, ...more], environment, (target, secrets) => {
    const manifest = JSON.stringify(manifestOf(secrets, release), undefined, 2);
    writeFileSync(target, `${manifest}\n`, { mode: 0o600, flag: 'wx' });
    return `${target} holds the Secrets. Apply it, then delete it.`;
  });
}

/** `npm run keys -- compose`. @returns the text to print and the exit status */
export const composeCommand = (words: readonly string[], environment: Environment): Told =>
  written(words, environment, (target, secrets) => {
    mkdirSync(target, { mode: 0o700 });
    for (const [name, files] of Object.entries(secrets)) {
      const folder = join(target, name);
      mkdirSync(folder);
      for (const [key, text] of Object.entries(files)) {
        writeFileSync(join(folder, key), text);
        /* The user of a container reads them, whatever the umask; on this machine the folder above lets only its owner in. */
        chmodSync(join(folder, key), 0o444);
      }
      chmodSync(folder, 0o755);
    }
    return `${target} holds the secrets of the services. Keep it; \`docker compose up\` mounts it.`;
  });

/** Calls `write` with the secrets. What is there already keeps its mode, so it must not be there. */
function written(
  [target, ...more]: readonly (string | undefined)[],
  environment: Environment,
  write: (target: string, secrets: ClusterSecrets) => string,
): Told {
  if (target === '--help' || target === '-h') return { status: 0, output: usage };
  if (target === undefined || target.startsWith('-') || more.length > 0) return { status: 2, output: usage };
  try {
    const [settings] = readSettings([platformSettings], environment);
    if (settings.DATABASE_URL === undefined)
      throw new StartError(
        'Set DATABASE_URL to the owner’s login, with the host by which the services reach it.',
      );
    return { status: 0, output: write(target, clusterSecrets(settings, settings.DATABASE_URL)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      return { status: 1, output: `${target} is there already. Name another one, or delete it.` };
    const output = operatorWords(error, environment);
    if (output === undefined) throw error;
    return { status: 1, output };
  }
}

/** Returns a list of Secrets as `kubectl` reads it. */
const manifestOf = (secrets: ClusterSecrets, release: string): object => ({
  apiVersion: 'v1',
  kind: 'List',
  items: Object.entries(secrets).map(([name, stringData]) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${prefixOf(release)}-${name}`, labels: { 'app.kubernetes.io/part-of': 'argus' } },
    type: 'Opaque',
    stringData,
  })),
});

/* As the chart's `argus.fullname`. */
const prefixOf = (release: string): string => (release.includes('argus') ? release : `${release}-argus`);
