import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from './operator-error.js';

/**
 * Tells an operator a generated secret: on a terminal it is shown. Elsewhere output may be kept as a log, so it goes into a file
 * that only its owner reads, and the text names the file.
 */
export class SecretOutput {
  constructor(
    private readonly folder: string,
    private readonly isTerminal: boolean,
  ) {}

  /** Returns the words that end a sentence about a new secret. `name` becomes part of a file name. */
  tell(name: string, secret: string): string {
    if (this.isTerminal) return `shown only once: ${secret}`;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, name);
    /* An older file may have other rights, which writing would keep. */
    rmSync(file, { force: true });
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return `kept in ${file}; delete the file once you have it`;
  }

  /** Shows the generated password of the first administrator and removes its file. @throws OperatorError */
  firstAdmin(): string {
    const file = join(this.folder, 'first-admin.json');
    if (!existsSync(file))
      throw new OperatorError(
        `${file} is not there: the password was set by ADMIN_PASSWORD or was shown before. A new one: npm run user -- reset-password attendance ADMIN`,
      );
    if (!this.isTerminal)
      throw new OperatorError(`This is no terminal. The password is in ${file}; only its owner can read it.`);
    const { email, password } = JSON.parse(readFileSync(file, 'utf8')) as { email: string; password: string };
    rmSync(file);
    return `${email}  password ${password}\nShown only once: ${file} is removed.`;
  }
}
