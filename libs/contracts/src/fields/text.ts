import { isEmail } from 'class-validator/cjs/decorator/string/IsEmail.js';
import { type Path, refuse } from '../errors/issue.js';
import type { FieldType } from './field.js';
import type { TextKind } from './text-kind.js';
import { codePoints, normalised, stripped, unseen, visible } from './text-form.js';

export interface TextOptions {
  /** In code points, as all lengths. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly allowBlank?: boolean;
  /** Keeps the text as sent, including spaces. */
  readonly verbatim?: boolean;
  readonly format?: string;
}

/** Text in replies and between services. Like Django REST Framework, it accepts numbers as their digits and trims outer spaces. */
export const text = (options: TextOptions = {}): FieldType<string> => textOf(undefined, options);

/** A name or key that a person gives or types: of people, machines, cameras, rules. */
export const nameText = (options: TextOptions = {}): FieldType<string> => textOf('name', options);

/** What a person writes in sentences: reasons, comments, descriptions. */
export const freeText = (options: TextOptions = {}): FieldType<string> => textOf('free', options);

/** What a person looks for as a whole: names to log in with, filters. */
export const soughtText = (options: TextOptions = {}): FieldType<string> => textOf('sought', options);

/** Words that a person searches for in parts of texts. Stores compare them by `search_form` (ADR 94). */
export const searchText = (options: TextOptions = {}): FieldType<string> => textOf('search', options);

/** A password as typed. Whoever hashes it brings it into its form. */
export const passwordText = (options: TextOptions = {}): FieldType<string> =>
  textOf('password', { maxLength: 1024, ...options, verbatim: true });

/** What programs make and nobody types: ids, tokens, cursors. */
export const opaqueText = (options: TextOptions = {}): FieldType<string> => textOf('opaque', options);

/** A picture in base64. Whoever looks at it reads it by `pictureBytes`. */
export const pictureText = (options: TextOptions = {}): FieldType<string> => textOf('picture', options);

export function email(): FieldType<string> {
  const inner = nameText({ maxLength: 254, format: 'email' });
  return {
    ...inner,
    read(value, path) {
      const read = inner.read(value, path);
      return isEmail(read) ? read : refuse(path, 'not_an_email');
    },
  };
}

function textOf(kind: TextKind | undefined, options: TextOptions): FieldType<string> {
  const { minLength, maxLength, allowBlank = false, verbatim = false, format } = options;
  const form = kind === undefined ? undefined : forms[kind];
  return {
    ...(kind && { text: kind }),
    schema: () => ({
      type: 'string',
      ...((minLength !== undefined || !allowBlank) && { minLength: minLength ?? 1 }),
      ...(maxLength !== undefined && { maxLength }),
      ...(format !== undefined && { format }),
    }),
    read(value, path) {
      if (typeof value !== 'string' && typeof value !== 'number') refuse(path, 'not_a_string');
      const given = String(value);
      /* NFC makes one character of at most four code units; what is longer is not looked at any further. */
      if (form && maxLength !== undefined && given.length > 4 * maxLength)
        refuse(path, 'too_long', { max: maxLength });
      const formed = form ? form(given, path) : given;
      const read = verbatim ? formed : formed.trim();
      if (read === '' && !allowBlank) refuse(path, 'blank');
      if (read.includes('\0')) refuse(path, 'null_character');
      if (maxLength !== undefined && read.length > maxLength && codePoints(read) > maxLength)
        refuse(path, 'too_long', { max: maxLength });
      if (minLength !== undefined && codePoints(read) < minLength)
        refuse(path, 'too_short', { min: minLength });
      return read;
    },
  };
}

const composed = (given: string, path: Path): string =>
  normalised(given) ??
  refuse(path, 'invalid', { text: 'Use whole characters with at most 30 marks on a letter.' });

const forms: Readonly<Record<TextKind, ((given: string, path: Path) => string) | undefined>> = {
  name(given, path) {
    const name = composed(visible(given), path);
    if (name.includes('\0')) refuse(path, 'null_character');
    return unseen(name)
      ? refuse(path, 'invalid', { text: 'Use no control or zero-width characters here.' })
      : name;
  },
  free: (given, path) => composed(visible(given), path),
  sought: (given, path) => composed(stripped(given), path),
  search: (given, path) => composed(stripped(given), path),
  password: undefined,
  opaque: undefined,
  picture: undefined,
};
