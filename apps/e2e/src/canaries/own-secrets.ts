import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Needles } from './needles.js';

/** Adds what the installation made for itself: keys and passwords of broker, bus, database and devices, and the data key. */
export function addOwnSecrets(needles: Needles, dataDirectory: string): void {
  const folder = join(dataDirectory, 'secrets');
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      needles.add(`secrets/${entry.name}`, readFileSync(join(entry.parentPath, entry.name), 'utf8').trim());
}
