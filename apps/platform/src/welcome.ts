import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type PlatformSettings, secretsDirectory } from '@argus/service-kit';

/** Returns the message that the platform prints when it is ready. */
export function welcome(
  settings: PlatformSettings,
  {
    urls,
    operationsUrl,
    startedAtMs,
  }: { urls: readonly string[]; operationsUrl: string; startedAtMs: number },
): string {
  const url = urls[0];
  const lines =
    url === undefined
      ? []
      : [
          `  API          ${url}`,
          `  Documents    ${url}/swagger/`,
          ...firstAdmin(settings, startedAtMs),
          `  Try it       npm run demo`,
        ];
  return ['', 'Argus is ready.', ...lines, `  Health       ${operationsUrl}/readyz, /metrics`, ''].join('\n');
}

/** The start that generated the password shows it once. The file stays until its owner removes it. */
function firstAdmin(settings: PlatformSettings, startedAtMs: number): string[] {
  const file = join(secretsDirectory(settings), 'first-admin.json');
  try {
    const isNew = statSync(file).mtimeMs >= startedAtMs;
    const { email, password } = JSON.parse(readFileSync(file, 'utf8')) as { email: string; password: string };
    return [
      `  First admin  ${email}${isNew ? `  password ${password}` : ''}`,
      `               (${isNew ? 'kept' : 'password'} in ${file})`,
    ];
  } catch {
    return [];
  }
}
