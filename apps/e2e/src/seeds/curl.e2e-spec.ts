import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { contracts } from '@argus/contracts';
import { sharedPlatform } from '@argus/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { AccountFamily } from '../families.js';
import { Accounts, password } from '../generated/targets/accounts.js';
import { type CurlExample, curlExamplesOf } from './curl-examples.js';

/*
 * A shell runs the curl commands of the original documents, which may lie beside the checkout. Only the host and the
 * placeholders of credentials and token are replaced.
 */
const folder = fileURLToPath(new URL('../../../../../shared/seeds/', import.meta.url));
const isThere = existsSync(folder);
const target = sharedPlatform();
const report: string[] = [];

const examples = isThere
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) => curlExamplesOf(name.replace('.md', ''), readFileSync(`${folder}${name}`, 'utf8')))
  : [];

const pathOf = ({ command }: CurlExample): string => /https?:\/\/[^/\s]+(\/\S*)/.exec(command)?.[1] ?? '';
const isServed = (example: CurlExample): boolean =>
  contracts.some(
    ({ family, operations }) =>
      family === example.document &&
      Object.values(operations).some(({ http }) => http?.path === pathOf(example)),
  );

/** Checks of each answer after the documents. Every example must have one. */
const expected: Readonly<Record<string, (body: unknown) => void>> = {
  'eyetracker /api/accounts/login/': (body) => expect(body).toEqual({ message: 'Logged in successfully' }),
  'eyetracker /api/accounts/token/': (body) =>
    expect(body).toEqual({ access: expect.any(String), refresh: expect.any(String) }),
  'eyetracker /api/data/ecam/': (body) => expect(body).toEqual({ error: 'No data found for this user' }),
  'techtrack /api/token/': (body) =>
    expect(body).toEqual({ access: expect.any(String), refresh: expect.any(String) }),
  'techtrack /api/equipment/': (body) => expect(body).toEqual(expect.any(Array)),
};
/* The original answers 404 for a new account, which has no data yet. */
const statuses: Readonly<Record<string, number>> = { 'eyetracker /api/data/ecam/': 404 };

async function run(command: string): Promise<{ status: number; body: unknown }> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} -sS -w '\\n%{http_code}'`]);
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) };
}

afterAll(() => void (report.length > 0 && process.stderr.write(`${report.join('\n')}\n`)));

describe('curl examples of the documents', () => {
  it(`curl examples lie beside the checkout${isThere ? '' : ': NO, they are skipped'}`, () => {
    if (!isThere) report.push('Curl examples skipped: there are no documents at ../shared/seeds');
    else
      expect(examples.map((each) => `${each.document} ${pathOf(each)}`).sort()).toEqual(
        Object.keys(expected).sort(),
      );
  });

  (isThere ? it : it.skip).each(['eyetracker', 'techtrack'])(
    'curl examples of %s answer as the document says',
    async (document) => {
      const { username } = await new Accounts(target).make(document as AccountFamily);
      let token = '';
      for (const example of examples.filter((each) => each.document === document)) {
        const name = `${document} ${pathOf(example)}`;
        if (!isServed(example)) {
          report.push(`${name}: pending, not built yet`);
          continue;
        }
        const command = example.command
          .replace(/https?:\/\/(localhost|127\.0\.0\.1):8000/, target.url)
          .replace('your_username', username)
          .replace('your_password', password)
          .replace(/<your_jwt_token>|your_jwt_access_token/, token);
        const { status, body } = await run(command);
        expect([name, status]).toEqual([name, statuses[name] ?? 200]);
        expected[name]!(body);
        token = (body as { access?: string }).access ?? token;
        report.push(`${name} (${example.title}): ${status}`);
      }
    },
  );
});
