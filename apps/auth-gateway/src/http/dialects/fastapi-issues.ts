import type { Issue } from '@argus/contracts';

type Params = Readonly<Record<string, string | number>>;
type Wording = readonly [
  type: string,
  message: (params: Params) => string,
  context?: (params: Params) => object,
];

const bound =
  (name: string) =>
  (params: Params): object => ({ limit_value: params[name] });
const characters =
  (limit: string, name: string) =>
  (params: Params): string =>
    `ensure this value has ${limit} ${params[name]} characters`;

/*
 * The words of pydantic 1, as in the guide and the recorded answers of the original. Clients of either version of pydantic
 * find `loc`, `msg` and `type`.
 */
const wordings: Readonly<Record<Issue['code'], Wording>> = {
  required: ['value_error.missing', () => 'field required'],
  null: ['type_error.none.not_allowed', () => 'none is not an allowed value'],
  blank: [
    'value_error.any_str.min_length',
    () => 'ensure this value has at least 1 characters',
    () => ({ limit_value: 1 }),
  ],
  null_character: ['value_error.str', () => 'null characters are not allowed'],
  not_a_string: ['type_error.str', () => 'str type expected'],
  not_a_number: ['type_error.float', () => 'value is not a valid float'],
  not_an_integer: ['type_error.integer', () => 'value is not a valid integer'],
  not_a_boolean: ['type_error.bool', () => 'value could not be parsed to a boolean'],
  not_an_object: ['type_error.dict', () => 'value is not a valid dict'],
  not_a_list: ['type_error.list', () => 'value is not a valid list'],
  not_bytes: ['type_error.bytes', () => 'byte type expected'],
  not_a_date: ['value_error.date', () => 'invalid date format'],
  not_a_datetime: ['value_error.datetime', () => 'invalid datetime format'],
  not_an_email: ['value_error.email', () => 'value is not a valid email address'],
  not_a_choice: [
    'type_error.enum',
    ({ allowed }) => `value is not a valid enumeration member; permitted: ${allowed}`,
  ],
  not_a_key: ['type_error.integer', () => 'value is not a valid integer'],
  no_such_key: ['value_error', ({ key }) => `there is no ${key}`],
  too_long: ['value_error.any_str.max_length', characters('at most', 'max'), bound('max')],
  too_short: ['value_error.any_str.min_length', characters('at least', 'min'), bound('min')],
  too_large: [
    'value_error.number.not_le',
    ({ max }) => `ensure this value is less than or equal to ${max}`,
    bound('max'),
  ],
  too_small: [
    'value_error.number.not_ge',
    ({ min }) => `ensure this value is greater than or equal to ${min}`,
    bound('min'),
  ],
  not_above: [
    'value_error.number.not_gt',
    ({ limit }) => `ensure this value is greater than ${limit}`,
    bound('limit'),
  ],
  too_few_items: [
    'value_error.list.min_items',
    ({ min }) => `ensure this value has at least ${min} items`,
    bound('min'),
  ],
  too_many_items: [
    'value_error.list.max_items',
    ({ max }) => `ensure this value has at most ${max} items`,
    bound('max'),
  ],
  not_taken: ['value_error.extra', ({ text }) => String(text)],
  invalid: ['value_error', ({ text }) => String(text)],
};

/** Returns one entry of FastAPI's `detail`. */
export function issueItem({ code, path, params = {}, place = 'body' }: Issue): object {
  const [type, message, context] = wordings[code];
  return {
    loc: [place, ...path],
    msg: message(params),
    type,
    ...(context && { ctx: context(params) }),
  };
}
