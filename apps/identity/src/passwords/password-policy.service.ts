import { DomainError, invalid } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { dictionary } from '@zxcvbn-ts/language-common';
import { MAX_PASSWORD_BYTES } from './password-hasher.service.js';

const MIN_LENGTH = 8;
/** From this length on, `strict` accepts any password (NIST SP 800-63B-4, password as the only factor). */
const SUFFICIENT_LENGTH = 15;

/** Common passwords of allowed length, most common first. */
const common = dictionary['passwords-common'].filter((password) => password.length >= MIN_LENGTH);

/**
 * `compat` promises to accept eight characters, so it refuses only the hundred most common: an account allows as many guesses
 * in a row. `strict` refuses all common passwords.
 */
const blocklists = { compat: new Set(common.slice(0, 100)), strict: new Set(common) };

/** Decides which passwords people may choose, by length and commonness. Composition rules would make passwords worse. */
@Injectable()
export class PasswordPolicy {
  readonly #profile: 'compat' | 'strict';

  constructor(@Inject(platformSettings.token) settings: PlatformSettings) {
    this.#profile = settings.SECURITY_PROFILE === 'strict' ? 'strict' : 'compat';
  }

  /**
   * @param field of the request that the password comes from.
   * @throws DomainError VALIDATION_FAILED for the length, PASSWORD_TOO_WEAK for a common password
   */
  check(password: string, field = 'password'): void {
    const length = Array.from(password).length;
    if (length < MIN_LENGTH) throw invalid(field, 'too_short', { min: MIN_LENGTH });
    if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES)
      throw invalid(field, 'too_long', { max: MAX_PASSWORD_BYTES });
    if (this.#profile === 'strict' && length >= SUFFICIENT_LENGTH) return;
    if (blocklists[this.#profile].has(password.toLowerCase())) throw new DomainError('PASSWORD_TOO_WEAK');
  }
}
