import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AnyOperation,
  contracts,
  type DeclaredField,
  fieldsOf,
  type JsonSchema,
  listClass,
  schemaOf,
  type TextKind,
  textRules,
} from '../index.js';
import { codePoints } from './text-form.js';

type Class = new () => unknown;

/** Returns the classes of a class's fields, itself first. */
function classesWithin(Class: Class, seen = new Set<Class>()): Set<Class> {
  const Item = listClass(Class)?.Item ?? Class;
  if (seen.has(Item)) return seen;
  seen.add(Item);
  for (const { type } of fieldsOf(Item)) for (const each of type.refers?.() ?? []) classesWithin(each, seen);
  return seen;
}

const innermost = (schema: JsonSchema): JsonSchema => {
  const inner = (schema.items ?? schema.additionalProperties) as JsonSchema | boolean | undefined;
  return typeof inner === 'object' ? innermost(inner) : schema;
};

/* Whatever is not free text by its schema: choices, dates, times of the wall, numbers as text. */
const isText = ({ type }: DeclaredField): boolean => {
  const { type: kind, enum: choices, pattern, format } = innermost(type.schema());
  const isMoment = ['date', 'date-time', 'binary'].includes(String(format));
  return kind === 'string' && choices === undefined && pattern === undefined && !isMoment;
};

const inputs = contracts
  .flatMap(({ operations }) => Object.values<AnyOperation>(operations))
  .filter(({ http }) => http)
  .flatMap(({ params, query, body }) => [params, query, body].filter((Class): Class is Class => !!Class));
const classes = [...inputs.reduce((seen, Class) => classesWithin(Class, seen), new Set<Class>())];
const texts = classes.flatMap((Class) =>
  fieldsOf(Class)
    .filter(isText)
    .map((field) => ({ name: `${Class.name}.${field.name}`, Class, field })),
);
const ofKind = (...kinds: TextKind[]) =>
  texts.filter(({ field }) => field.type.text && kinds.includes(field.type.text));

/** Returns what the field makes of a text; the code of the issue where it refuses it. */
function read({ type }: DeclaredField, text: string): unknown {
  try {
    const value = type.schema().type === 'array' ? [text] : text;
    return [type.read(value, [])].flat()[0];
  } catch (error) {
    return (error as { issues: { code: string }[] }).issues[0]!.code;
  }
}

/* Formats that a text must have besides: an address, the script of a name. */
const isPlain = ({ field }: { field: DeclaredField }): boolean =>
  ['undefined', 'id-or-name'].includes(String(innermost(field.type.schema()).format));

describe('texts that people type', () => {
  it('texts: every text of an input that clients send says what it is for', () => {
    expect(texts.filter(({ field }) => field.type.text === undefined).map(({ name }) => name)).toEqual([]);
    expect(ofKind('name', 'free', 'sought', 'search', 'password').length).toBeGreaterThan(70);
  });

  it('texts: a parameter named search is one, and searches are where their accents are tried (sought-texts.int-spec)', () => {
    const searches = contracts.flatMap(({ operations }) =>
      Object.values<AnyOperation>(operations).flatMap(({ subject, query }) =>
        (query ? fieldsOf(query) : []).map(({ name, type }) => ({
          subject,
          name,
          isSearch: type.text === 'search',
        })),
      ),
    );
    expect(searches.filter(({ name, isSearch }) => name === 'search' && !isSearch)).toEqual([]);
    const services = searches.filter(({ isSearch }) => isSearch).map(({ subject }) => subject.split('.')[0]);
    expect(new Set(services)).toEqual(new Set(['identity']));
  });

  it.each(ofKind('name', 'free', 'sought', 'search', 'password'))(
    'texts: the API document says what is done with $name',
    ({ Class, field }) => {
      const properties = schemaOf(Class).properties as Record<string, { description: string }>;
      expect(properties[field.name]!.description).toContain(textRules[field.type.text!]);
    },
  );

  it.each(ofKind('name', 'free', 'sought', 'search').filter(isPlain))(
    'texts: $name is read as NFC without outer spaces, and never as nothing that is seen',
    ({ field }) => {
      expect(read(field, ' \u3000Jose\u0301\u00a0')).toBe('José');
      const { minLength } = innermost(field.type.schema());
      for (const unseen of ['\u200b', ' \u200d\u2060', '\u3164', '\u2800', '\ufe0f'])
        expect([unseen, read(field, unseen)]).toEqual([unseen, minLength === undefined ? '' : 'blank']);
      expect(read(field, '\ud800')).toBe('invalid');
      expect(read(field, 'a\0b')).toBe('null_character');
    },
  );

  it.each(ofKind('name'))('texts: $name refuses control and zero-width characters', ({ field }) => {
    for (const hidden of ['\u200b', '\u200d', '\u0007', '\n', '\t', '\u202e', '\ufeff', '\u00ad', '\u2028'])
      expect([hidden, read(field, `An${hidden}na`)]).toEqual([hidden, 'invalid']);
  });

  it.each(ofKind('sought', 'search').filter(isPlain))(
    'texts: $name finds what was pasted with hidden characters',
    ({ field }) => {
      expect(read(field, '\ufeffAn\u200bna\n')).toBe('Anna');
    },
  );

  it.each(
    texts.filter(isPlain).filter(({ field }) => Number(innermost(field.type.schema()).maxLength) <= 1024),
  )('texts: the length of $name is counted in code points', ({ field }) => {
    const max = Number(innermost(field.type.schema()).maxLength);
    expect(read(field, '🙂'.repeat(max))).toBe('🙂'.repeat(max));
    expect(read(field, '🙂'.repeat(max + 1))).toBe('too_long');
  });

  it('texts: an emoji keeps its colour in a name', () => {
    const { field } = texts.find(({ name }) => name === 'EquipmentBody.model')!;
    expect(read(field, '❤\ufe0f press')).toBe('❤\ufe0f press');
  });

  it('texts: 200 000 marks on a letter are refused by every text at once', () => {
    const long = `a${'\u0301\u0323'.repeat(100_000)}`;
    const before = performance.now();
    for (const { name, field } of ofKind('name', 'free', 'sought', 'search'))
      expect([name, ['invalid', 'too_long']]).toEqual([name, expect.arrayContaining([read(field, long)])]);
    /* V8 takes a minute to order one. */
    expect(performance.now() - before).toBeLessThan(20_000);
  });

  it('texts: what was read reads as itself, whatever was sent', () => {
    const all = ofKind('name', 'free', 'sought', 'search');
    fc.assert(
      fc.property(fc.nat(all.length - 1), fc.string({ unit: 'binary', maxLength: 20 }), (at, sent) => {
        const { field } = all[at]!;
        const first = read(field, sent);
        if (typeof first === 'string' && !/^[a-z_]+$/.test(first)) expect(read(field, first)).toBe(first);
      }),
    );
  });

  it('codePoints: counts what a string iterates over', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(codePoints(text)).toBe([...text].length)),
    );
  });
});
