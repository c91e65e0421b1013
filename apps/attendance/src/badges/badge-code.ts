import { createHash, randomBytes } from 'node:crypto';
import { toBuffer, toString } from 'qrcode';

/** Tells our badges from other codes, and their version. */
const PREFIX = 'ARGUS1.';
const CODE_BYTES = 24;

export const newBadgeCode = (): string => PREFIX + randomBytes(CODE_BYTES).toString('base64url');

export const isBadgeCode = (text: string): boolean => /^ARGUS1\.[\w-]{32}$/.test(text);

export const badgeCodeHash = (code: string): Uint8Array => createHash('sha256').update(code).digest();

/** The QR code as SVG and as a data URL of a PNG; level M bears a scratch. */
export async function badgePictures(code: string): Promise<{ readonly svg: string; readonly png: string }> {
  const level = { errorCorrectionLevel: 'M' } as const;
  const [svg, png] = await Promise.all([
    toString(code, { ...level, type: 'svg' }),
    toBuffer(code, { ...level, type: 'png', scale: 8 }),
  ]);
  return { svg, png: `data:image/png;base64,${png.toString('base64')}` };
}
