/** The header of a sealed message. */
export const SEAL_HEADER = 'seal';

const VERSION = '1';

/** What a service needs to open a sealed call. */
export interface RequestSeal {
  readonly caller: string;
  readonly salt: string;
  readonly number: number;
  readonly tag: Buffer;
}

/** What a caller needs to open a sealed reply. */
export interface ReplySeal {
  readonly nonce: Uint8Array;
  readonly tag: Buffer;
}

export const requestSealText = ({ caller, salt, number, tag }: RequestSeal): string =>
  `${VERSION} ${caller} ${salt} ${number} ${tag.toString('base64url')}`;

const requestSealForm = /^1 ([a-z][a-z-]{0,63}) ([\w-]{22}) (\d{1,15}) ([\w-]{22})$/;

/** Undefined for anything that `requestSealText` does not write. */
export function requestSealIn(text: string | undefined): RequestSeal | undefined {
  const [, caller, salt, number, tag] = requestSealForm.exec(text ?? '') ?? [];
  if (caller === undefined || salt === undefined || tag === undefined) return undefined;
  return { caller, salt, number: Number(number), tag: Buffer.from(tag, 'base64url') };
}

export const replySealText = ({ nonce, tag }: ReplySeal): string =>
  `${VERSION} ${Buffer.from(nonce).toString('base64url')} ${tag.toString('base64url')}`;

const replySealForm = /^1 ([\w-]{16}) ([\w-]{22})$/;

/** Undefined for anything that `replySealText` does not write. */
export function replySealIn(text: string | undefined): ReplySeal | undefined {
  const [, nonce, tag] = replySealForm.exec(text ?? '') ?? [];
  if (nonce === undefined || tag === undefined) return undefined;
  return { nonce: Buffer.from(nonce, 'base64url'), tag: Buffer.from(tag, 'base64url') };
}
