import type { ValidatorSpec } from 'envalid';

/** One variable of the environment: how it is read, and what the documents say about it. */
export interface Setting<T> {
  readonly desc: string;
  /** What is expected, in words; shown in the documents and in errors. */
  readonly type: string;
  readonly default?: NonNullable<T> | undefined;
  readonly choices?: readonly NonNullable<T>[];
  /** Its value is never shown. */
  readonly secret?: boolean;
  /** Throws an Error that says what is wrong. */
  readonly _parse: (text: string) => NonNullable<T>;
}

interface Described {
  readonly desc: string;
  readonly secret?: boolean;
}

/**
 * Makes settings of one type: required without a default, optional (`T | undefined`) with `default: undefined`, else
 * always there.
 */
export interface SettingMaker<Base> {
  <T extends Base>(
    spec: Described & { readonly choices: readonly T[]; readonly default?: NoInfer<T> },
  ): Setting<T>;
  (spec: Described & { readonly default: undefined }): Setting<Base | undefined>;
  (spec: Described & { readonly default?: Base }): Setting<Base>;
}

/** A kind of setting with its own way to read the text. */
export function settingType<Base>(type: string, parse: (text: string) => Base): SettingMaker<Base> {
  const make = (spec: Described & { choices?: readonly unknown[]; default?: unknown }) => ({
    ...spec,
    type: spec.choices ? spec.choices.map(String).join(' | ') : type,
    _parse: parse,
  });
  return make as SettingMaker<Base>;
}

/** The same kind on top of one of envalid's validators. */
export function settingTypeOf<Base>(type: string, validator: ValidatorSpec<Base>): SettingMaker<Base> {
  return settingType(type, validator._parse);
}
