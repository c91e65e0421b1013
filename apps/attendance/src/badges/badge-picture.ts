import { DomainError } from '@argus/contracts';
import { decodeUpright } from '@argus/imaging';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { isBadgeCode } from './badge-code.js';

/** Codes that are smaller than a fortieth of a longer edge than this are not read. */
const MAX_EDGE_PX = 1280;
/** A wall may show other codes beside the badge. */
const MAX_CODES = 8;

let ready: Promise<unknown> | undefined;

/** The library would fetch its program from the network. */
async function loadReader(): Promise<void> {
  ready ??= (async () => {
    const { buffer, byteOffset, byteLength } = await readFile(
      fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')),
    );
    const wasmBinary = buffer.slice(byteOffset, byteOffset + byteLength);
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  })();
  await ready;
}

/**
 * Returns what the badge in the picture says.
 * @throws DomainError as `decodeUpright`; NO_BADGE_IN_PICTURE for none, or several different ones
 */
export async function readBadge(picture: Uint8Array): Promise<string> {
  const { rgb, width, height } = await decodeUpright(picture, { maxEdgePx: MAX_EDGE_PX });
  await loadReader();
  const read = await readBarcodes(
    { data: withAlpha(rgb), width, height, colorSpace: 'srgb' },
    { formats: ['QRCode'], maxNumberOfSymbols: MAX_CODES },
  );
  const codes = new Set(read.map(({ text }) => text).filter(isBadgeCode));
  if (codes.size !== 1) throw new DomainError('NO_BADGE_IN_PICTURE');
  return [...codes][0]!;
}

function withAlpha(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return rgba;
}
