import {
  bool as envalidBool,
  email as envalidEmail,
  num,
  port as envalidPort,
  str,
  url as envalidUrl,
} from 'envalid';
import { type Setting, settingType, settingTypeOf } from './setting.js';

export const text = settingTypeOf<string>('text', str());
export const bool = settingTypeOf<boolean>('true | false', envalidBool());
export const email = settingTypeOf<string>('e-mail address', envalidEmail());
/** 0 lets the system choose a free one. */
export const port = settingType<number>('port, 0 for any free one', (value) =>
  value === '0' ? 0 : envalidPort()._parse(value),
);
export const url = settingTypeOf<string>('URL', envalidUrl());
/** Folder or file; a relative one starts at the working directory. */
export const path = settingTypeOf<string>('path', str());

interface Range {
  readonly desc: string;
  readonly min?: number;
  readonly max?: number;
}
interface RangedMaker {
  (spec: Range & { readonly default: undefined }): Setting<number | undefined>;
  (spec: Range & { readonly default?: number }): Setting<number>;
}

function ranged(kind: string, accepts: (value: number) => boolean): RangedMaker {
  const make = ({ min = -Infinity, max = Infinity, ...spec }: Range & { default?: number }) => {
    const bounds = [min > -Infinity && `at least ${min}`, max < Infinity && `at most ${max}`];
    const type = [kind, ...bounds.filter((bound) => bound !== false)].join(', ');
    return settingType<number>(type, (value) => {
      const parsed = num()._parse(value);
      // envalid reads leading digits only ("5s" as 5).
      if (Number(value) !== parsed || !accepts(parsed) || parsed < min || parsed > max) {
        throw new Error(`"${value}" is not: ${type}`);
      }
      return parsed;
    })(spec as { desc: string });
  };
  return make as RangedMaker;
}

export const integer = ranged('whole number', Number.isSafeInteger);
export const number = ranged('number', Number.isFinite);
