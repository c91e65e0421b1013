/* Makes clients of the API documents and uses them; see clients.mjs. Exits with 1 when a generator, a compiler or a job fails. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { families } from '@argus/contracts';
import { checkPythonClients, pythonOfClients } from './clients/python.ts';
import { checkTypescriptClients } from './clients/typescript.ts';

const withPlatform = !process.argv.includes('--generate');
const folder = mkdtempSync(join(tmpdir(), 'argus-clients-'));
try {
  await checkTypescriptClients(families, folder);
  const python = pythonOfClients();
  if (python === undefined)
    console.log('Python clients: NOT RUN, as there is no Python 3.10 with venv and pip here');
  else await checkPythonClients(python, families, folder, withPlatform);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
