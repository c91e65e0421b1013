import { type FieldType, kindOf, list, number, opaqueText, refuse } from '../fields/index.js';

/** Names that clients choose. Like pydantic in the original, it keeps them as sent and accepts empty ones. */
export const clientName = (): FieldType<string> =>
  opaqueText({ verbatim: true, allowBlank: true, maxLength: 255 });
export const sessionId = (): FieldType<string> =>
  opaqueText({ verbatim: true, allowBlank: true, maxLength: 64 });

export const pair = (): FieldType<number[]> => list(number(), { minItems: 2, maxItems: 2 });
export const triple = (): FieldType<number[]> => list(number(), { minItems: 3, maxItems: 3 });

/** As JSON in UTF-8: notes of a client, not a store. */
const MAX_OBJECT_BYTES = 4096;

/** An object of any content, kept as the client sent it, of at most 4 KiB. Postgres stores neither U+0000 nor lone surrogates. */
export const anyObject = (): FieldType<Record<string, unknown>> => ({
  schema: () => ({ type: 'object', additionalProperties: true }),
  read(value, path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse(path, 'not_an_object', { received: kindOf(value) });
    const text = JSON.stringify(value);
    if (Buffer.byteLength(text) > MAX_OBJECT_BYTES)
      refuse(path, 'invalid', { text: `This object is larger than ${MAX_OBJECT_BYTES} bytes as JSON.` });
    /* JSON.stringify writes both as escapes, and a backslash of the text itself doubled. */
    if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(text)) refuse(path, 'null_character');
    return value as Record<string, unknown>;
  },
});

/** A choice with the refusal's sentence from the family's document. */
export const worded = <const T extends string>(allowed: readonly T[], sentence: string): FieldType<T> => ({
  schema: () => ({ type: 'string', enum: allowed }),
  read: (value, path) =>
    allowed.find((each) => each === value) ?? refuse(path, 'invalid', { text: sentence }),
});

/** A number of centimetres written as text, with at most 6 digits before and after the point. */
export const numericText = (): FieldType<string> => ({
  schema: () => ({ type: 'string', pattern: '^\\d+(\\.\\d+)?$' }),
  read: (value, path) =>
    (typeof value === 'string' || typeof value === 'number') && /^\d{1,6}(\.\d{1,6})?$/.test(String(value))
      ? String(value)
      : refuse(path, 'invalid', { text: 'must be a number of centimetres, e.g. "60"' }),
});
