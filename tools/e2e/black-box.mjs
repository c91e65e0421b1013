/*
 * Which end-to-end suites a platform elsewhere can have: those that neither start a platform nor look into one. A suite looks into it
 * when it, or a file of apps/e2e that it imports, names one of the ways below.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const inside =
  /\b(startPlatform|startInstallation|startNats|ServiceReplica|InstalledProcess|LaunchedProcess|rowsOf|rowsAt|databaseOf|signingKeyOf|dataDirectory|launched|installation)\b/;
const browser = /\b(playwright-core|withBrowser|openBrowser|chromiumPath|CHROMIUM_BIN)\b/;

function filesOf(suite) {
  const files = new Set();
  const look = (file) => {
    if (files.has(file) || !existsSync(file)) return;
    files.add(file);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g))
      look(resolve(dirname(file), name));
  };
  look(suite);
  return [...files];
}

/** Returns the suites of a compiled folder in two lists: what a platform elsewhere can have, and why not the others. */
export function suitesOf(folder) {
  const chosen = [];
  const leftOut = [];
  for (const name of readdirSync(folder, { recursive: true }).sort()) {
    if (!name.endsWith('.e2e-spec.js')) continue;
    const text = filesOf(join(folder, name))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    if (inside.test(text)) leftOut.push({ name, why: 'needs the inside of the platform' });
    else if (browser.test(text)) leftOut.push({ name, why: 'needs a browser' });
    else chosen.push(name);
  }
  return { chosen, leftOut };
}
