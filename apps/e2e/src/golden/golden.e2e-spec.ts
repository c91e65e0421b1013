import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { HttpClient, isChosen, sharedPlatform } from '@argus/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { looks } from '../calibration/viewer.js';
import { Accounts, password } from '../generated/targets/accounts.js';
import { Placeholders } from './placeholders.js';
import { type Recording, readRecording } from './recording.js';
import { replay } from './replay.js';
import { servedOf } from './served.js';

const target = sharedPlatform();
const report: string[] = [];

const originals = ['eyetracker', 'techtrack', 'proctorx', 'calibration'];
const documents = ['eyetracker', 'techtrack'];
const filesOf = (names: readonly string[]): string[] => names.map((name) => `${name}.json`).sort();

async function placeholders(): Promise<Placeholders> {
  const admin = await new Accounts(target).adminOf('techtrack');
  return new Placeholders([
    ['run', randomBytes(4).toString('hex')],
    ['host', new URL(target.url).host],
    ['password', password],
    ['admin', admin],
    ['missing', 987_654_321],
    ['samples', looks()],
  ]);
}

async function faultsOf(name: string, recording: Recording): Promise<readonly string[]> {
  const { served, pending } = servedOf(name, recording);
  const { equal, different, faults } = await replay(new HttpClient(target.url), served, await placeholders());
  report.push(
    `${name}, ${recording.original}: ${equal} equal, ${different} different on purpose, ${pending} not built yet, ${faults.length} faults`,
  );
  return faults;
}

afterAll(() => void process.stderr.write(`${report.join('\n')}\n`));

describe('recorded answers of the originals', () => {
  it('recorded answers: every file of a folder is replayed', () => {
    expect(readdirSync(new URL('./originals', import.meta.url)).sort()).toEqual(filesOf(originals));
    expect(readdirSync(new URL('./documents', import.meta.url)).sort()).toEqual(filesOf(documents));
  });

  for (const name of originals.filter(isChosen))
    it(`recorded answers: ${name} answers as its original, except where the recording says how and why not`, async () =>
      expect(await faultsOf(name, readRecording(`./originals/${name}.json`))).toEqual([]));
});

describe('curl examples of the documents', () => {
  for (const name of documents.filter(isChosen))
    it(`curl examples: those of ${name} are answered as the document says`, async () =>
      expect(await faultsOf(name, readRecording(`./documents/${name}.json`))).toEqual([]));
});
