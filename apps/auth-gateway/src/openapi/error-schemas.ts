import type { Family, JsonSchema } from '@argus/contracts';

const text: JsonSchema = { type: 'string' };

const withDetail: JsonSchema = {
  type: 'object',
  properties: { detail: text, code: text },
  required: ['detail'],
  additionalProperties: true,
};

const fieldErrors: JsonSchema = {
  type: 'object',
  description:
    'Messages by field, nested like the input; messages about the whole input are under `non_field_errors` or `detail`',
  additionalProperties: true,
};

const fastapiIssues: JsonSchema = {
  type: 'object',
  properties: {
    detail: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          loc: { type: 'array', items: { anyOf: [text, { type: 'integer' }] } },
          msg: text,
          type: text,
          ctx: { type: 'object', additionalProperties: true },
        },
        required: ['loc', 'msg', 'type'],
      },
    },
  },
  required: ['detail'],
};

const okFalse: JsonSchema = {
  type: 'object',
  properties: { ok: { type: 'boolean', enum: [false] }, error: text, detail: text, code: text },
  additionalProperties: true,
};

interface ErrorSchemas {
  /** Status and body for invalid input. */
  readonly input: readonly [status: number, body: JsonSchema];
  readonly other: JsonSchema;
}

const drf: ErrorSchemas = { input: [400, fieldErrors], other: withDetail };

export const errorSchemas: Readonly<Record<Family, ErrorSchemas>> = {
  attendance: drf,
  techtrack: drf,
  eyetracker: drf,
  calibration: { input: [422, fastapiIssues], other: withDetail },
  proctorx: { input: [400, okFalse], other: okFalse },
};
