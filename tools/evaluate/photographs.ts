import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { EvaluationOptions } from './options.ts';
import type { NamedPair } from './named-pairs.ts';

/** A photograph under the name of a person. */
export interface LabelledPhotograph {
  readonly person: string;
  readonly file: string;
  readonly path: string;
}

type Choice = Pick<EvaluationOptions, 'folder' | 'photographs' | 'keepBack' | 'onlyKeptBack'>;

const isPhotograph = (file: string): boolean => /\.(jpe?g|png|webp|pgm)$/i.test(file);

/**
 * Lists the photographs of every chosen person: the first ones in order of names, and those that a list of pairs names. Tells
 * `onPassedOver` what else lies there.
 */
export function listPhotographs(
  choice: Choice,
  leftOut: ReadonlySet<string>,
  pairs: readonly NamedPair[],
  onPassedOver: (what: string) => void = () => undefined,
): LabelledPhotograph[] {
  const people = foldersIn(choice.folder, onPassedOver).filter((name) => isChosen(name, choice));
  if (people.length === 0) throw new Error(`${choice.folder} holds no folder of a person.`);
  const inPairs = new Set(pairs.flatMap(({ one, other }) => [one.path, other.path]));
  return people.flatMap((person) => {
    const content = readdirSync(join(choice.folder, person));
    for (const other of content.filter((file) => !isPhotograph(file)))
      onPassedOver(`${person}/${other} is no JPEG, PNG, WebP or PGM file`);
    const files = content
      .filter((file) => isPhotograph(file) && !leftOut.has(`${person}/${file}`))
      .sort(byNumber);
    if (files.length === 0) onPassedOver(`${person} has no photograph`);
    return files
      .filter((file, i) => i < choice.photographs || inPairs.has(`${person}/${file}`))
      .map((file) => ({ person, file, path: join(choice.folder, person, file) }));
  });
}

/** Returns the first photographs of every person, by person; those whose sha256(name) mod `keepBack` is 0 are left out. */
export function photographsByPerson(
  folder: string,
  photographs: number,
  keepBack: number | undefined,
): Map<string, string[]> {
  const choice = { folder, photographs, keepBack, onlyKeptBack: undefined };
  const byPerson = Map.groupBy(listPhotographs(choice, new Set(), []), ({ person }) => person);
  return new Map(Array.from(byPerson, ([person, own]) => [person, own.map(({ path }) => path)]));
}

/** A second name of the same folder would make its person an impostor of themselves. */
function foldersIn(folder: string, onPassedOver: (what: string) => void): string[] {
  const known = new Set<string>();
  return readdirSync(folder)
    .sort()
    .filter((name) => {
      const path = join(folder, name);
      if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
      const real = realpathSync(path);
      if (known.has(real)) onPassedOver(`${name} is another name of a folder that is listed`);
      return known.size < known.add(real).size;
    });
}

/** "2.pgm" comes before "10.pgm". */
const byNumber = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true });

export function isChosen(
  name: string,
  { keepBack, onlyKeptBack }: Pick<Choice, 'keepBack' | 'onlyKeptBack'>,
): boolean {
  const hash = BigInt(`0x${createHash('sha256').update(name).digest('hex')}`);
  const isKeptBack = (of: number) => hash % BigInt(of) === 0n;
  if (keepBack !== undefined && isKeptBack(keepBack)) return false;
  return onlyKeptBack === undefined || isKeptBack(onlyKeptBack);
}

/** Returns the file as the product takes it: a PGM becomes a PNG, all others stay as they are. */
export async function readPhotograph(path: string): Promise<Buffer> {
  const bytes = readFileSync(path);
  return /\.pgm$/i.test(path) ? pngOf(bytes, path) : bytes;
}

/** Binary portable grey map: "P5", width, height, greatest value, one space, pixels of one byte. */
async function pngOf(bytes: Buffer, path: string): Promise<Buffer> {
  const header = /^P5\s(?:#[^\n]*\n)*\s*(\d+)\s+(\d+)\s+(\d+)\s/.exec(bytes.toString('latin1', 0, 512));
  const [width, height, greatest] = (header?.slice(1) ?? []).map(Number);
  if (!header || !width || !height || greatest !== 255)
    throw new Error(`${path} is not a binary PGM of eight bits.`);
  const pixels = bytes.subarray(header[0].length);
  if (pixels.length < width * height) throw new Error(`${path} is truncated.`);
  return sharp(pixels.subarray(0, width * height), { raw: { width, height, channels: 1 } })
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .toBuffer();
}
