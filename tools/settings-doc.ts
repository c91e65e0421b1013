/* Writes docs/settings.md from the declarations; --check only compares, and fails when the page is stale. */
import { backupSettings, separateSettings, services, serviceSettings } from '@argus/platform';
import { platformSettings, settingsTable } from '@argus/service-kit';
import { writeOrCheck } from './generated-file.ts';

const intro = `# Settings

Every setting is an environment variable. An empty one counts as not set. Invalid settings stop the start, with one line for each
problem. \`npm run settings\` makes this page from the code.

A secret can also stand in a file: \`DATABASE_URL_FILE=/run/secrets/database-url\` is \`DATABASE_URL\` with the text of that file, without the line's end.

`;
const specs = [
  platformSettings,
  serviceSettings,
  separateSettings,
  backupSettings,
  ...services.map(({ settings }) => settings),
];
writeOrCheck('npm run settings', [['docs/settings.md', intro + settingsTable(specs)]]);
