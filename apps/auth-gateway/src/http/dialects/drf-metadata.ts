import {
  type AnyOperation,
  fieldsOf,
  type DeclaredField,
  type JsonSchema,
  listClass,
} from '@argus/contracts';
import type { Resource } from './dialect.js';

const formats: Readonly<Record<string, string>> = { date: 'date', 'date-time': 'datetime', email: 'email' };
const types: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  number: 'float',
  boolean: 'boolean',
  array: 'list',
};

const typeOf = ({ enum: choices, format, type }: JsonSchema): string =>
  choices ? 'choice' : (formats[format as string] ?? types[type as string] ?? 'nested object');

const labelOf = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words === 'id' ? 'ID' : words[0]!.toUpperCase() + words.slice(1);
};

function describeField({ name, type, options }: DeclaredField, readOnly: boolean): object {
  const schema = type.schema();
  const { enum: choices, minLength, maxLength, minimum, maximum } = schema;
  const limits = {
    min_length: minLength,
    max_length: maxLength,
    min_value: minimum,
    max_value: maximum,
    choices: (choices as string[] | undefined)?.map((value) => ({ value, display_name: value })),
  };
  return {
    type: typeOf(schema),
    required: !readOnly && !options.optional && !('default' in options),
    read_only: readOnly,
    label: labelOf(name),
    ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined && !readOnly)),
  };
}

/** Returns the fields of an operation's body and, read-only, those of its answer, in the order of the answer. */
function fieldsOfAction({ body, reply }: AnyOperation): Record<string, object> {
  const written = fieldsOf(listClass(body)?.Item ?? body!);
  const shown = reply ? fieldsOf(listClass(reply)?.Item ?? reply) : [];
  const names = new Set(written.map(({ name }) => name));
  const isRow = shown.some(({ name }) => names.has(name));
  const all = isRow
    ? [
        ...shown.map((field) => written.find(({ name }) => name === field.name) ?? field),
        ...written.filter(({ name }) => !shown.some((field) => field.name === name)),
      ]
    : written;
  return Object.fromEntries(all.map((field) => [field.name, describeField(field, !names.has(field.name))]));
}

/** Returns the metadata of Django REST Framework for a view: name, media types and accepted fields. */
export function metadataOf(operations: readonly AnyOperation[], { path, tag }: Resource): object {
  const actions = operations.flatMap((operation) =>
    operation.body && (operation.http?.method === 'POST' || operation.http?.method === 'PUT')
      ? [[operation.http.method, fieldsOfAction(operation)]]
      : [],
  );
  return {
    name: `${tag} ${path.includes('{') ? 'Instance' : 'List'}`,
    description: operations.map(({ summary }) => summary).join('; '),
    renders: ['application/json'],
    parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    ...(actions.length > 0 && { actions: Object.fromEntries(actions) as object }),
  };
}
