import { DomainError, invalid } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { dictionary } from '@zxcvbn-ts/language-common';
import { maxPasswordBytes } from './password-hasher.js';

const minLength = 8;
/** From this length on, `strict` asks nothing else (NIST SP 800-63B-4: a password that is the only factor). */
const lengthThatSuffices = 15;

/** Common passwords that are long enough to be chosen at all, most common first. */
const common = dictionary['passwords-common'].filter((password) => password.length >= minLength);

/**
 * `compat` promises that eight characters do, so it refuses only the hundred worst: as many guesses as an account allows
 * in a row. `strict` refuses all that are known.
 */
const blocklists = { compat: new Set(common.slice(0, 100)), strict: new Set(common) };

/** Which passwords people may choose. Length and commonness only: composition rules make passwords worse. */
@Injectable()
export class PasswordPolicy {
  readonly #profile: 'compat' | 'strict';

  constructor(@Inject(platformSettings.token) settings: PlatformSettings) {
    this.#profile = settings.SECURITY_PROFILE === 'strict' ? 'strict' : 'compat';
  }

  /**
   * @param field of the request that it comes from.
   * @throws DomainError VALIDATION_FAILED for the length, PASSWORD_TOO_WEAK for a common password.
   */
  check(password: string, field = 'password'): void {
    const length = Array.from(password).length;
    if (length < minLength) throw invalid(field, 'too_short', { min: minLength });
    if (Buffer.byteLength(password) > maxPasswordBytes)
      throw invalid(field, 'too_long', { max: maxPasswordBytes });
    if (this.#profile === 'strict' && length >= lengthThatSuffices) return;
    if (blocklists[this.#profile].has(password.toLowerCase())) throw new DomainError('PASSWORD_TOO_WEAK');
  }
}
