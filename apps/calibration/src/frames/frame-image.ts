/** Returns the bytes of a frame in base64, with or without a data URL prefix; undefined if it is invalid or empty. */
export function frameImage(text: string): Uint8Array | undefined {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  /* A plus sign sent through a form arrives as a space. */
  const base64 = text
    .slice(comma + 1)
    .replaceAll(/[\r\n\t]/g, '')
    .replaceAll(' ', '+');
  if (!/^[\w+/-]*={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === 0 ? undefined : bytes;
}
