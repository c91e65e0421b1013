import { DomainError } from '@argus/contracts';

const DATA_URL_HEAD = /^data:[^,]{0,200};base64,/i;

/**
 * Returns the bytes of a base64 text or of a `data:…;base64,` URL. The type in the URL is ignored.
 * @throws DomainError IMAGE_NOT_BASE64 if the text is empty or not base64.
 */
export function readDataUrl(text: string): Uint8Array {
  const head = DATA_URL_HEAD.exec(text)?.[0] ?? '';
  const base64 = text.slice(head.length).replace(/[\r\n\t ]+/g, '');
  const bytes = Buffer.from(base64, 'base64');
  // Node skips characters that are not base64, so the result is then too short.
  if (bytes.length === 0 || bytes.length !== decodedLength(base64)) throw new DomainError('IMAGE_NOT_BASE64');
  return bytes;
}

function decodedLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.floor(((base64.length - padding) * 3) / 4);
}
