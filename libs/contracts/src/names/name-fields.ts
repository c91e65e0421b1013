import { email, type FieldType, nameText, refuse } from '../fields/index.js';
import { nameProblem } from './name-problem.js';

/** Returns the field for a name that is given to an account, read as NFC. Names to log in with are plain text. */
export const loginName = ({ maxLength }: { readonly maxLength: number }): FieldType<string> =>
  readable(nameText({ maxLength, format: 'login-name' }), (name) => [name]);

/** Returns the field for an e-mail address that is given to an account. Its person and each part of its domain may have a script. */
export const accountEmail = (): FieldType<string> =>
  readable(email(), (address) => {
    const at = address.lastIndexOf('@');
    return [address.slice(0, at), ...address.slice(at + 1).split('.')];
  });

const readable = (inner: FieldType<string>, partsOf: (name: string) => string[]): FieldType<string> => ({
  ...inner,
  read(value, path) {
    const name = inner.read(value, path);
    const problem = partsOf(name).map(nameProblem).find(Boolean);
    return problem === undefined ? name : refuse(path, 'invalid', { text: problem });
  },
});
