/* Writes docs/openapi/<family>.json from the contracts; --check only compares, and fails when one is stale. */
import { documentedFamilies, documentOf } from '@argus/auth-gateway';
import { writeOrCheck } from './generated-file.ts';

writeOrCheck(
  'npm run openapi',
  documentedFamilies().map((family) => [
    `docs/openapi/${family}.json`,
    `${JSON.stringify(documentOf(family), null, 2)}\n`,
  ]),
);
