import type { ValidatorSpec } from 'envalid';

/** One environment variable: how it is read, and its documentation. */
export interface Setting<T> {
  readonly desc: string;
  /** The expected value in words, for the documentation and for errors. */
  readonly type: string;
  readonly default?: NonNullable<T> | undefined;
  readonly choices?: readonly NonNullable<T>[];
  /** True if its value must never be shown. */
  readonly secret?: boolean;
  /** Throws an Error that names the problem. */
  readonly _parse: (text: string) => NonNullable<T>;
}

interface Described {
  readonly desc: string;
  readonly secret?: boolean;
}

/**
 * Makes settings of one type: required without a default, optional (`T | undefined`) with `default: undefined`, else never
 * undefined.
 */
export interface SettingMaker<Base> {
  <T extends Base>(
    spec: Described & { readonly choices: readonly T[]; readonly default?: NoInfer<T> },
  ): Setting<T>;
  (spec: Described & { readonly default: undefined }): Setting<Base | undefined>;
  (spec: Described & { readonly default?: Base }): Setting<Base>;
}

/** Returns a type of setting with a parser of its own. */
export function settingType<Base>(type: string, parse: (text: string) => Base): SettingMaker<Base> {
  const make = (spec: Described & { choices?: readonly unknown[]; default?: unknown }) => ({
    ...spec,
    type: spec.choices ? spec.choices.map(String).join(' | ') : type,
    _parse: parse,
  });
  return make as SettingMaker<Base>;
}

/** Returns a type of setting that one of envalid's validators parses. */
export function settingTypeOf<Base>(type: string, validator: ValidatorSpec<Base>): SettingMaker<Base> {
  return settingType(type, validator._parse);
}
