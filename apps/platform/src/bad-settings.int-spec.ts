import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { platformSettings, readSettings, SettingsError } from '@argus/service-kit';
import { appFile, LaunchedProcess } from '@argus/testing';
import { createDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/* A wrong setting stops the start with a message and leaves no process and no file behind. */

let folder: string;
let neighbour: Server;
let takenPort: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'argus-settings-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'short.key'), 'c2hvcnQ=\n');
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken', 'model.json'), '{"modelTopology": {}, "weightsManifest": []}');
  neighbour = createServer();
  await new Promise<void>((done) => neighbour.listen(0, '127.0.0.1', done));
  takenPort = (neighbour.address() as { port: number }).port;
});

afterAll(() => {
  neighbour.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: unknown;
  readonly said: string;
}

async function start(settings: Record<string, string>, main = 'main'): Promise<Answer> {
  const own = {
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    OPERATIONS_PORT: '0',
    LOG_LEVEL: 'error',
    LOG_FORMAT: 'json',
  };
  const launched = LaunchedProcess.launch(appFile(`platform/dist/${main}.js`), {
    environment: { ...own, ...settings },
  });
  return { status: await launched.ended, said: launched.log };
}

/** Returns the processes whose command or environment names the folder, such as PostgreSQL. */
function leftBehind(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return ['cmdline', 'environ'].some((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder),
        );
      } catch {
        return false;
      }
    });
}

async function expectKindly({ status, said }: Answer, names: readonly string[]): Promise<void> {
  for (const name of names) expect(said).toContain(name);
  expect(said).not.toMatch(/^\s+at |"stack"|"level":[56]0/m);
  expect(status).toBe(1);
  expect(await EmbeddedPostgres.urlOfRunning(join(folder, 'data', 'postgres'))).toBeUndefined();
  expect(leftBehind()).toEqual([]);
}

describe('a wrong setting', () => {
  it('wrong settings: one message names all of them, and what is expected, before anything starts', async () => {
    const secret = 'Fermat-1637';
    const answer = await start({
      HOST: '999.9.9.9',
      PORT: '99999',
      SERVICES: 'vision,visoin',
      PUBLIC_URL: 'localhost:8000',
      DATABASE_URL: `http://argus:${secret}@localhost/argus`,
      NATS_URL: `http://argus:${secret}@localhost`,
      DATA_DIR: '/etc/passwd/argus',
      DATA_KEY_FILE: join(folder, 'short.key'),
      LOG_LEVEL: 'loud',
      CORS_ORIGINS: 'https://campus.example/,campus',
      TRUSTED_PROXIES: '10.0.0.0/8,everybody',
      ENFORCE_ROLES: 'chess',
      GAZE_MODEL_DIR: join(folder, 'empty'),
      VISION_BACKEND: 'abacus',
      VISION_WORKERS: 'many',
    });
    const [title, ...lines] = answer.said.trimEnd().split('\n');
    expect(title).toBe('Settings are wrong:');
    const expected: Record<string, string> = {
      CORS_ORIGINS: 'instead of "https://campus.example/" write https://campus.example, "campus" is not one',
      DATABASE_URL: 'URL with postgres://',
      DATA_DIR: '/etc/passwd is a file',
      DATA_KEY_FILE: 'is not 32 bytes in base64',
      GAZE_MODEL_DIR: 'model.json is not there',
      HOST: '"999.9.9.9" is neither',
      LOG_LEVEL: 'fatal | error | warn',
      NATS_URL: 'nats:// or tls://host:port',
      ENFORCE_ROLES: '"chess"',
      PORT: '"99999"',
      PUBLIC_URL: 'http:// or https://',
      SERVICES: 'there is no service "visoin"',
      TRUSTED_PROXIES: '"everybody" is neither',
      VISION_BACKEND: 'auto | tensorflow | webgpu | wasm',
      VISION_WORKERS: 'whole number, at least 0, at most 64',
    };
    expect(lines.map((line) => line.trim().split(' ')[0])).toEqual(Object.keys(expected).sort());
    for (const line of lines) expect(line).toContain(expected[line.trim().split(' ')[0]!]);
    expect(answer.said).not.toContain(secret);
    await expectKindly(answer, []);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it.each<[string, () => Record<string, string>, readonly string[]]>([
    [
      'a data key that is missing and a data folder that is a file',
      () => ({ DATA_KEY_FILE: '/nowhere/key', DATA_DIR: '/etc/passwd' }),
      ['DATA_KEY_FILE', '/nowhere/key', 'ENOENT', 'DATA_DIR', '/etc/passwd is a file'],
    ],
    ['a data key that cannot be read', () => ({ DATA_KEY_FILE: folder }), ['DATA_KEY_FILE', 'EISDIR']],
  ])('wrong settings: what a start says of them names %s', (_, settings, names) => {
    expect(() => readSettings([platformSettings], settings())).toThrow(SettingsError);
    for (const name of names) expect(() => readSettings([platformSettings], settings())).toThrow(name);
  });

  const cases: readonly [string, () => Record<string, string>, readonly string[], main?: string][] = [
    /* First: it needs a new installation, which the next ones find. */
    [
      'a weak password under the strict profile',
      () => ({ SECURITY_PROFILE: 'strict', ADMIN_PASSWORD: 'admin', SERVICES: 'identity' }),
      ['ADMIN_PASSWORD'],
    ],
    [
      'a port for devices beside a broker that Argus does not start',
      () => ({ MQTT_PORT: '0', NATS_URL: 'nats://127.0.0.1:4222' }),
      ['MQTT_PORT', 'NATS_URL'],
      'main-separate',
    ],
    [
      'a port for devices where there is no broker',
      () => ({ MQTT_PORT: '0' }),
      ['MQTT_PORT', 'npm run start:services'],
    ],
    ['a data folder that cannot be made', () => ({ DATA_DIR: '/proc/argus' }), ['DATA_DIR', '/proc/argus']],
    ['a data folder that cannot be written', () => ({ DATA_DIR: '/proc' }), ['DATA_DIR', '/proc']],
    [
      'a host that is not this machine',
      () => ({ HOST: '192.0.2.1', SERVICES: 'auth-gateway' }),
      ['HOST is wrong', '192.0.2.1'],
    ],
    [
      'a host of operations that is not this machine',
      () => ({ OPERATIONS_HOST: '192.0.2.1' }),
      ['OPERATIONS_HOST is wrong', '192.0.2.1'],
    ],
    [
      'a host that nobody knows',
      () => ({ OPERATIONS_HOST: 'argus.invalid' }),
      ['OPERATIONS_HOST is wrong', 'argus.invalid'],
    ],
    [
      'a taken port',
      () => ({ PORT: String(takenPort), SERVICES: 'auth-gateway' }),
      ['is taken by another program; set PORT'],
    ],
    ['a taken port of operations', () => ({ OPERATIONS_PORT: String(takenPort) }), ['set OPERATIONS_PORT']],
    [
      'a backend that is not installed',
      () => ({ VISION_BACKEND: 'tensorflow', SERVICES: 'vision' }),
      ['VISION_BACKEND=tensorflow', '@tensorflow/tfjs-node'],
    ],
    [
      'a gaze model that is broken',
      () => ({ GAZE_MODEL_DIR: join(folder, 'broken'), VISION_BACKEND: 'wasm', SERVICES: 'vision' }),
      ['GAZE_MODEL_DIR', '/broken holds no gaze network'],
    ],
  ];
  it.each(cases)(
    'wrong settings: the message names %s, and nothing is left behind',
    /* Jest would take a fourth parameter for `done`. */
    async (_, ...[settings, names, main]) => {
      await expectKindly(await start(settings(), main), names);
    },
  );

  it.each([
    ['a user that PostgreSQL does not let in', (url: URL) => (url.password = 'Fermat-1637')],
    ['a database that is not there', (url: URL) => (url.pathname = '/nowhere')],
  ])('wrong settings: the message names PostgreSQL and DATABASE_URL for %s', async (_, corrupt) => {
    const database = await createDatabase();
    const url = new URL(database.url);
    corrupt(url);
    const answer = await start({ DATABASE_URL: url.href, SERVICES: 'equipment' });
    await expectKindly(answer, ['PostgreSQL at', url.host, 'DATABASE_URL']);
    expect(answer.said).not.toContain(url.password);
    await database.drop();
  });

  it('wrong settings: in services mode every process ends', async () => {
    const settings = { PORT: String(takenPort), SERVICES: 'auth-gateway,equipment' };
    await expectKindly(await start(settings, 'main-separate'), ['set PORT', 'auth-gateway ended with 1']);
  });
});
