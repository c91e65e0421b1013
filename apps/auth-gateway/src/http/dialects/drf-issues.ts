import { type AnyOperation, DomainError, type ErrorDetails, type Issue } from '@argus/contracts';

/* The sentences of Django REST Framework. */
const sentences: Readonly<
  Record<Issue['code'], (params: Readonly<Record<string, string | number>>) => string>
> = {
  required: () => 'This field is required.',
  null: () => 'This field may not be null.',
  blank: () => 'This field may not be blank.',
  null_character: () => 'Null characters are not allowed.',
  not_a_string: () => 'Not a valid string.',
  not_a_number: () => 'A valid number is required.',
  not_an_integer: () => 'A valid integer is required.',
  not_a_boolean: () => 'Must be a valid boolean.',
  not_an_object: ({ received }) => `Invalid data. Expected a dictionary, but got ${pythonKind(received)}.`,
  not_a_list: ({ received }) => `Expected a list of items but got type "${pythonKind(received)}".`,
  not_bytes: () => 'The submitted data was not a file. Check the encoding type on the form.',
  not_a_date: () => 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.',
  not_a_datetime: () =>
    'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
  not_an_email: () => 'Enter a valid email address.',
  not_a_choice: ({ value }) => `"${value}" is not a valid choice.`,
  too_long: ({ max }) => `Ensure this field has no more than ${max} characters.`,
  too_short: ({ min }) => `Ensure this field has at least ${min} characters.`,
  too_large: ({ max }) => `Ensure this value is less than or equal to ${max}.`,
  too_small: ({ min }) => `Ensure this value is greater than or equal to ${min}.`,
  not_above: ({ limit }) => `Ensure this value is greater than ${limit}.`,
  not_a_key: ({ received }) => `Incorrect type. Expected pk value, received ${pythonKind(received)}.`,
  no_such_key: ({ key }) => `Invalid pk "${key}" - object does not exist.`,
  too_few_items: ({ min }) => `Ensure this field has at least ${min} elements.`,
  too_many_items: ({ max }) => `Ensure this field has no more than ${max} elements.`,
  not_taken: ({ text }) => String(text),
  invalid: ({ text }) => String(text),
};

const pythonKinds: Readonly<Record<string, string>> = {
  string: 'str',
  boolean: 'bool',
  list: 'list',
  number: 'int',
  object: 'dict',
  null: 'NoneType',
};
const pythonKind = (kind: string | number | undefined): string => pythonKinds[String(kind)] ?? String(kind);

export const sentenceOf = ({ code, params = {} }: Issue): string => sentences[code](params);

/**
 * Returns the error with the choices in the sentences of wrong ones. In bodies of the originals' operations their sentence stands alone,
 * as their clients know it.
 */
export function withChoices(error: DomainError, operation?: AnyOperation): DomainError {
  const isFixed = ({ place = 'body' }: Issue): boolean =>
    place === 'body' && operation?.undeclared === 'ignored';
  const issues = error.details.issues?.map((issue): Issue => {
    if (issue.code !== 'not_a_choice' || isFixed(issue)) return issue;
    const text = `${sentenceOf(issue)} Use one of: ${issue.params?.allowed}.`;
    return { ...issue, code: 'invalid', params: { text } };
  });
  return issues ? new DomainError(error.code, { ...error.details, issues }) : error;
}

/* Names that clients made up, such as `__proto__`, are names only. */
const branch = (): Branch => Object.create(null) as Branch;

interface Branch {
  [key: string]: Branch | string[];
}

/** Returns the body of a 400: one object of messages, or for a list as input an array of such objects, one per item. */
export function issuesBody({ issues = [], items }: ErrorDetails): object {
  const isOfItems = typeof items === 'number' && issues.every(({ path }) => typeof path[0] === 'number');
  if (!isOfItems) return nestIssues(issues);
  const perItem: Issue[][] = Array.from({ length: items }, () => []);
  for (const issue of issues) perItem[issue.path[0] as number]?.push({ ...issue, path: issue.path.slice(1) });
  return perItem.map(nestIssues);
}

/**
 * Nests issues as DRF does: `{"images": {"1": ["…"]}}`. Issues of the whole body go under `non_field_errors`; so do those of
 * a nested value that should be an object.
 */
function nestIssues(issues: readonly Issue[]): Branch {
  const root = branch();
  for (const issue of issues) {
    const path = issue.code === 'not_an_object' ? [...issue.path, 'non_field_errors'] : issue.path;
    const steps = (path.length > 0 ? path : ['non_field_errors']).map(String);
    const last = steps.pop()!;
    let at = root;
    for (const step of steps) {
      const next = Object.hasOwn(at, step) ? at[step] : undefined;
      at = next === undefined || Array.isArray(next) ? (at[step] = branch()) : next;
    }
    const present = Object.hasOwn(at, last) ? at[last] : undefined;
    at[last] = Array.isArray(present) ? [...present, sentenceOf(issue)] : [sentenceOf(issue)];
  }
  return root;
}
