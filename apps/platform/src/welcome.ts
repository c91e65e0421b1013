import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type PlatformSettings, secretsDirectory } from '@argus/service-kit';

/** Returns the message that the platform prints when it is ready. It holds a secret only when `isTerminal`: elsewhere it is a log. */
export function welcome(
  settings: PlatformSettings,
  {
    urls,
    operationsUrl,
    startedAtMs,
    isTerminal = process.stdout.isTTY,
  }: {
    urls: readonly string[];
    operationsUrl: string;
    startedAtMs: number;
    isTerminal?: boolean;
  },
): string {
  const url = urls[0];
  const lines =
    url === undefined
      ? []
      : [
          `  API          ${url}`,
          `  In a browser ${url}/ (API documents, gaze calibration)`,
          ...firstAdmin(settings, startedAtMs, isTerminal),
          `  Try it       ${demoAt(settings, url)}`,
        ];
  return ['', 'Argus is ready.', ...lines, `  Health       ${operationsUrl}/readyz, /metrics`, ''].join('\n');
}

/** A command finds this installation by its folder, and the demo the gateway by its port, unless they are the usual ones. */
const inFolder = ({ DATA_DIR }: PlatformSettings): string =>
  DATA_DIR === '.argus' ? '' : `DATA_DIR=${DATA_DIR} `;

function demoAt(settings: PlatformSettings, url: string): string {
  const { port } = new URL(url);
  return `${inFolder(settings)}${port === '8000' ? '' : `PORT=${port} `}npm run demo`;
}

/** The start that generated the password shows it once, on a terminal. The file stays until a command shows it or its owner removes it. */
function firstAdmin(settings: PlatformSettings, startedAtMs: number, isTerminal: boolean): string[] {
  const file = join(secretsDirectory(settings), 'first-admin.json');
  try {
    const isShown = isTerminal && statSync(file).mtimeMs >= startedAtMs;
    const { email, password } = JSON.parse(readFileSync(file, 'utf8')) as { email: string; password: string };
    return [
      `  First admin  ${email}${isShown ? `  password ${password}` : ''}`,
      `               (password in ${file};`,
      `               ${inFolder(settings)}npm run user -- first-password shows it and removes the file)`,
    ];
  } catch {
    return [];
  }
}
