import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the password of the MQTT user `device`, created on the first start as `secrets/mqtt-device-password` in the data folder. */
export function devicePassword(dataDirectory: string): string {
  const folder = join(dataDirectory, 'secrets');
  const file = join(folder, 'mqtt-device-password');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}
