import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type ErasureLog, readErasures } from '@argus/embedded';
import { type PlatformSettings, StartError } from '@argus/service-kit';
import { withServer } from '../postgres.js';

/** Writes which keys of people were destroyed into a file outside of the archives. @returns the text to print */
export async function writeErasures(settings: PlatformSettings, file: string): Promise<string> {
  const log = await withServer(settings, readErasures);
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(log)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
  const count = Object.values(log).reduce((sum, { length }) => sum + length, 0);
  return `${file}: ${count} erasures of ${Object.keys(log).length} services.`;
}

/** Reads such a file before anything is restored. @throws StartError */
export function readErasureLog(file: string): ErasureLog {
  try {
    const log = JSON.parse(readFileSync(file, 'utf8')) as ErasureLog;
    const isWhole = Object.values(log).every(
      (erasures) => Array.isArray(erasures) && erasures.every(isErasure),
    );
    if (isWhole) return log;
  } catch (error) {
    throw new StartError(`${file} is no log of erasures: ${(error as Error).message}.`, { cause: error });
  }
  throw new StartError(`${file} is no log of erasures.`);
}

function isErasure(erasure: unknown): boolean {
  const { keyId, at } = erasure as Record<string, unknown>;
  return typeof keyId === 'string' && id.test(keyId) && !Number.isNaN(Date.parse(String(at)));
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
