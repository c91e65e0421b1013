import { type Zippable, zipSync } from 'fflate';

/** An array of doubles in C order. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const ALIGNMENT = 64;
/* A fixed date makes archives of equal arrays equal byte for byte. */
const ZIP_EPOCH = new Date(1980, 0, 1);

/** `.npy`, version 1.0 (numpy/lib/format.py): magic, header length, a Python dictionary, the values. */
function npy({ shape, values }: NumpyArray): Uint8Array {
  const size = shape.reduce((product, each) => product * each, 1);
  if (size !== values.length) throw new Error(`${values.length} values do not fill ${shape.join(' × ')}`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  const unpadded = MAGIC.length + 2 + header.length + 1;
  const padding = (ALIGNMENT - (unpadded % ALIGNMENT)) % ALIGNMENT;
  const headerBytes = Buffer.from(`${header}${' '.repeat(padding)}\n`, 'latin1');
  const bytes = Buffer.alloc(MAGIC.length + 2 + headerBytes.length + 8 * values.length);
  bytes.set(MAGIC);
  bytes.writeUInt16LE(headerBytes.length, MAGIC.length);
  bytes.set(headerBytes, MAGIC.length + 2);
  const start = MAGIC.length + 2 + headerBytes.length;
  values.forEach((value, i) => bytes.writeDoubleLE(value, start + 8 * i));
  return bytes;
}

/** Returns a `.npz`: a zip archive with one `.npy` per name. */
export function npz(arrays: Readonly<Record<string, NumpyArray>>): Uint8Array {
  const files: Zippable = Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npy(array)]),
  );
  return zipSync(files, { level: 6, mtime: ZIP_EPOCH });
}
