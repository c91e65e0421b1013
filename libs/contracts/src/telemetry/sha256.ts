import { type FieldType, refuse } from '../fields/index.js';

/** The SHA-256 of a file (FIPS 180-4) in hexadecimal, as `sha256sum` prints it. */
export const sha256 = (): FieldType<string> => ({
  schema: () => ({ type: 'string', pattern: '^[0-9a-fA-F]{64}$' }),
  read: (value, path) =>
    typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value)
      ? value.toLowerCase()
      : refuse(path, 'invalid', { text: 'Must be a SHA-256 in 64 hexadecimal digits.' }),
});
