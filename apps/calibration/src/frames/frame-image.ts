/** The bytes of a frame as browsers send it: base64 with or without a data URL before it; undefined where there are none. */
export function frameImage(text: string): Uint8Array | undefined {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  /* A plus sign that went through a form comes out as a space. */
  const base64 = text
    .slice(comma + 1)
    .replaceAll(/[\r\n\t]/g, '')
    .replaceAll(' ', '+');
  if (!/^[\w+/-]*={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === 0 ? undefined : bytes;
}
