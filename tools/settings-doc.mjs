/* Writes docs/settings.md from the declarations; with --check only compares and fails when it is stale. */
import { separateSettings, services, serviceSettings } from '../apps/platform/dist/index.js';
import { platformSettings, settingsTable } from '../libs/service-kit/dist/index.js';
import { writeOrCheck } from './generated-file.mjs';

const intro = `# Settings

Every setting is a variable of the environment. One that is set to nothing counts as not set; a wrong one stops the start with
a line for each problem. This page is made from the declarations (\`npm run settings\`).

`;
const specs = [
  platformSettings,
  serviceSettings,
  separateSettings,
  ...services.map(({ settings }) => settings),
];
writeOrCheck('npm run settings', [['docs/settings.md', intro + settingsTable(specs)]]);
