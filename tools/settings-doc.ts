/* Writes docs/settings.md from the declarations; with --check only compares and fails when it is stale. */
import { separateSettings, services, serviceSettings } from '@argus/platform';
import { platformSettings, settingsTable } from '@argus/service-kit';
import { writeOrCheck } from './generated-file.ts';

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
