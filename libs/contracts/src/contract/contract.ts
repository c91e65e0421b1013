import type { CallContext, Family } from './context.js';
import type { AnyOperation, DeclaredOperation, InputOf, Operation, ReplyOf } from './operation.js';

export interface Contract<O extends Record<string, AnyOperation> = Record<string, AnyOperation>> {
  /** Name of the service. It is also its queue group and the first token of every subject. */
  readonly service: string;
  readonly family: Family;
  /** Heading in the API documents. */
  readonly tag: string;
  readonly operations: O;
}

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- an operation of any types */
type Declared = Record<string, DeclaredOperation<any, any, any, any>>;

/** Declared operations with their subjects. */
type Addressed<D extends Declared> = {
  readonly [K in keyof D]: D[K] extends DeclaredOperation<infer P, infer Q, infer B, infer R>
    ? Operation<P, Q, B, R>
    : never;
};

const declaredContracts: Contract[] = [];

/**
 * Declares what a service offers for one noun. An operation's subject is the contract's name and the operation's key:
 * `endSession` of `identity.account` is called at `identity.account.end-session`.
 */
export function contract<D extends Declared>(
  name: `${string}.${string}`,
  { family, tag }: Pick<Contract, 'family' | 'tag'>,
  declared: D,
): Contract<Addressed<D>> {
  const service = name.slice(0, name.indexOf('.'));
  const operations = Object.fromEntries(
    Object.entries(declared).map(([key, operation]) => {
      const subject = operation.subject ?? `${name}.${kebabCase(key)}`;
      if (!subject.startsWith(`${service}.`))
        throw new Error(`Subject ${subject} must start with "${service}."`);
      return [key, { ...operation, subject }];
    }),
  ) as Addressed<D>;
  const made = { service, family, tag, operations };
  declaredContracts.push(made);
  return made;
}

/** Returns the contracts among a folder's exports, in the order of declaration. */
export const contractsAmong = (exported: Readonly<Record<string, unknown>>): readonly Contract[] => {
  const values = new Set(Object.values(exported));
  return declaredContracts.filter((each) => values.has(each));
};

const kebabCase = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What a controller must implement: exactly one handler per operation of the contract. */
export type Handlers<C extends Contract> = {
  [K in keyof C['operations']]: (
    input: InputOf<C['operations'][K]>,
    context: CallContext,
  ) => Promise<ReplyOf<C['operations'][K]>>;
};
