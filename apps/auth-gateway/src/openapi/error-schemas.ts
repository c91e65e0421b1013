import type { Family, JsonSchema } from '@argus/contracts';

const text: JsonSchema = { type: 'string' };
const described = (description: string): JsonSchema => ({ ...text, description });
const refer = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const code = described(
  'A code of the original API, e.g. `token_not_valid`; every error has one in X-Error-Code',
);
const requestId = described('What the log of the platform calls this request');

/** Named schemas of a family's errors, and which of them answers what. */
export interface ErrorSchemas {
  readonly components: Readonly<Record<string, JsonSchema>>;
  /** Invalid input, whose errors belong to fields. */
  readonly input: JsonSchema;
  /** Errors that the operation words itself. */
  readonly own: JsonSchema;
  readonly other: JsonSchema;
}

const drf: ErrorSchemas = {
  components: {
    ErrorDetail: {
      type: 'object',
      description: 'A refusal of the platform',
      properties: { detail: described('Why, in words'), code, request_id: requestId },
      required: ['detail'],
      additionalProperties: true,
    },
    OperationError: {
      type: 'object',
      description: 'A refusal in the words of the operation: under `error` or `detail`, or under a field',
      properties: { error: described('Why, in words'), detail: described('Why, in words'), code },
      additionalProperties: true,
    },
    FieldErrors: {
      type: 'object',
      description:
        'Messages by field, nested like the input; messages about the whole input are under `non_field_errors`, `detail` or `error`',
      additionalProperties: true,
    },
  },
  input: refer('FieldErrors'),
  own: refer('OperationError'),
  other: refer('ErrorDetail'),
};

const fastapi: ErrorSchemas = {
  components: {
    ErrorDetail: {
      type: 'object',
      description: 'A refusal',
      properties: { detail: described('Why, in words') },
      required: ['detail'],
    },
    HTTPValidationError: {
      type: 'object',
      description: 'Invalid input',
      properties: {
        detail: {
          type: 'array',
          items: refer('ValidationError'),
          description: 'One entry for each invalid value',
        },
      },
      required: ['detail'],
    },
    ValidationError: {
      type: 'object',
      description: 'Why one value is invalid',
      properties: {
        loc: {
          type: 'array',
          items: { anyOf: [text, { type: 'integer' }] },
          description: 'Where: `body`, `query` or `path`, then names and positions',
        },
        msg: described('Why, in words'),
        type: described('The code of pydantic, e.g. `value_error.missing`'),
        ctx: { type: 'object', additionalProperties: true, description: 'Limits that were broken' },
      },
      required: ['loc', 'msg', 'type'],
    },
  },
  input: refer('HTTPValidationError'),
  own: refer('ErrorDetail'),
  other: refer('ErrorDetail'),
};

const proctorx: ErrorSchemas = {
  components: {
    Refusal: {
      type: 'object',
      description:
        'A refusal; where the framework of the original answered, it has `detail` instead of `error`',
      properties: {
        ok: { type: 'boolean', const: false, description: 'Always false' },
        error: described('Why, in words'),
        detail: described('Why, in words'),
        code,
        request_id: requestId,
      },
      additionalProperties: true,
    },
  },
  input: refer('Refusal'),
  own: refer('Refusal'),
  other: refer('Refusal'),
};

export const errorSchemas: Readonly<Record<Family, ErrorSchemas>> = {
  attendance: drf,
  techtrack: drf,
  eyetracker: drf,
  calibration: fastapi,
  proctorx,
};
