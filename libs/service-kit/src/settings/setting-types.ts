import { isIP } from 'node:net';
import { isTimeZone } from '@argus/contracts';
import { bool as envalidBool, email as envalidEmail, num, port as envalidPort, str } from 'envalid';
import { type Setting, type SettingMaker, settingType, settingTypeOf } from './setting.js';

export const text = settingTypeOf<string>('text', str());
export const bool = settingTypeOf<boolean>('true | false', envalidBool());
export const email = settingTypeOf<string>('e-mail address', envalidEmail());
/** A zone that the runtime knows. */
export const timeZone = settingType<string>('IANA name of a time zone', (value) => {
  if (!isTimeZone(value)) throw new Error(`"${value}" is no name of a time zone, e.g. Europe/Berlin`);
  return value;
});
/** 0 lets the system choose a free one. */
export const port = settingType<number>('port, 0 for any free one', (value) =>
  value === '0' ? 0 : envalidPort()._parse(value),
);

const urlOf = (type: string, protocols: readonly string[]) =>
  settingType<string>(type, (value) => {
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
      throw new Error(`"${value}" is not: ${type}`);
    return value;
  });
export const url = urlOf('URL with http:// or https://', ['http:', 'https:']);
export const postgresUrl = urlOf('URL with postgres://, with / # ? @ of a password percent-encoded', [
  'postgres:',
  'postgresql:',
]);

const hostName = /^(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i;
/** Host that a server listens on. A text of numbers and dots only must be an IP address. */
export const host = settingType<string>('IP address or host name of this machine', (value) => {
  if (!isIP(value) && (!hostName.test(value) || /^[\d.]+$/.test(value)))
    throw new Error(`"${value}" is neither`);
  return value;
});

/** Splits a comma-separated list into words. */
const wordsOf = (value: string): string[] =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

/** A comma-separated list. `check` returns the problem of a word, or undefined. */
export function list(
  kind: string,
  check: (word: string) => string | undefined,
): SettingMaker<readonly string[]> {
  return settingType<readonly string[]>(`${kind}, separated by commas`, (value) => {
    const words = wordsOf(value);
    const complaints = words.flatMap((word) => check(word) ?? []);
    if (complaints.length > 0) throw new Error(complaints.join(', '));
    return words;
  });
}

/** Addresses of NATS servers as one text, as the client expects them. */
export const natsUrl = settingType<string>(
  'nats:// or tls://host:port, several separated by commas',
  (value) => {
    for (const word of wordsOf(value)) {
      const url = URL.parse(word.includes('://') ? word : `nats://${word}`);
      if (!url?.hostname || !['nats:', 'tls:'].includes(url.protocol)) throw new Error('not an address');
    }
    return value;
  },
);

/** The seed of an NKey of a user. */
export const nkeySeed = settingType<string>('seed of an NKey (SU…)', (value) => {
  if (!/^SU[A-Z2-7]{56}$/.test(value)) throw new Error('not a seed');
  return value;
});

export const issuerSeed = settingType<string>('seed of an account’s NKey (SA…)', (value) => {
  if (!/^SA[A-Z2-7]{56}$/.test(value)) throw new Error('not a seed');
  return value;
});

/** Folder or file; a relative path starts at the working directory. */
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

/** A setting of earlier versions. A value is refused, so that nobody believes that it still acts. */
export const removed = (instead: string): Setting<undefined> =>
  settingType<undefined>('not to be set', () => {
    throw new Error(instead);
  })({ default: undefined, desc: `Removed. ${instead}` });
