/* Writes docs/openapi/<family>.json from the contracts; with --check only compares and fails when one is stale. */
import { documentedFamilies, documentOf } from '../apps/auth-gateway/dist/index.js';
import { writeOrCheck } from './generated-file.mjs';

writeOrCheck(
  'npm run openapi',
  documentedFamilies().map((family) => [
    `docs/openapi/${family}.json`,
    `${JSON.stringify(documentOf(family), null, 2)}\n`,
  ]),
);
