import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { TrialError, tryPlatform } from './trial/trial.js';

/* main-trial.js --url http://argus --email … --password-file … --photographs <folder>: what `helm test` runs. */
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { url: text, email: text, 'password-file': text, photographs: text },
});
const { url, email, 'password-file': passwordFile, photographs } = values;
if (url === undefined || email === undefined || passwordFile === undefined || photographs === undefined) {
  process.stderr.write(
    'Usage: main-trial.js --url <address> --email <administrator> --password-file <file> --photographs <folder>\n',
  );
  process.exit(2);
}
try {
  const password = readFileSync(passwordFile, 'utf8').trim();
  await tryPlatform({
    url,
    email,
    password,
    photographs,
    report: (line) => process.stdout.write(`${line}\n`),
  });
} catch (error) {
  const words = error instanceof TrialError ? error.message : String((error as Error).cause ?? error);
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
