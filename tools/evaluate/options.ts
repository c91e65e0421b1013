import { parseArgs } from 'node:util';

const usage = `npm run evaluate -- faces <folder> [options]

Runs the product's own path over photographs, one folder per person, and prints how often people are told apart, with 95 %
intervals by bootstrap over people. Nothing of it leaves this machine. Photographs: JPEG, PNG, WebP, PGM.

  --name TEXT                the data set in titles and documents (default: the folder's name)
  --pairs FILE               pairs in the form of LFW's pairs.txt; prints accuracy by ten folds
  --photographs N            at most so many photographs of a person (default 6)
  --face largest|central     which face of a photograph is the labelled one (default largest)
  --keep-back N              leave out the people whose sha256(name) mod N is 0, for a blind check later
  --only-kept-back N         the blind check: only those
  --same-people FILE         lines "name name": pairs of folders that show one person or twins and are not compared
  --left-out FILE            lines "folder/file": photographs under a wrong name, not used
  --groups FILE              lines "name,group"; prints errors within each group
  --spoilt N                 people whose second photograph is spoilt in five ways and searched again (default 300, 0: none)
  --cache DIR                keeps descriptors there between runs. They are personal data: delete them afterwards
  --against FILE             a curve; every threshold is then of it, and its rates stand beside those on these photographs
  --curve FILE               writes the measured curve (JSON)
  --write                    writes the figures into docs/recognition.md
  --seed N                   for all that is drawn at random (default 1)
  --workers N                worker threads (default 1)`;

export interface EvaluationOptions {
  readonly folder: string;
  readonly name: string;
  readonly pairs: string | undefined;
  readonly photographs: number;
  readonly face: 'largest' | 'central';
  readonly keepBack: number | undefined;
  readonly onlyKeptBack: number | undefined;
  readonly samePeople: string | undefined;
  readonly leftOut: string | undefined;
  readonly groups: string | undefined;
  readonly spoilt: number;
  readonly cache: string | undefined;
  readonly against: string | undefined;
  readonly curve: string | undefined;
  readonly write: boolean;
  readonly seed: number;
  readonly workers: number;
}

/** Reads the command line. Ends the process with 2 and the reason where it is wrong. */
export function readOptions(words: readonly string[]): EvaluationOptions {
  try {
    return parse(words);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

function parse(words: readonly string[]): EvaluationOptions {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      name: text,
      pairs: text,
      photographs: text,
      face: text,
      'keep-back': text,
      'only-kept-back': text,
      'same-people': text,
      'left-out': text,
      groups: text,
      spoilt: text,
      cache: text,
      against: text,
      curve: text,
      write: { type: 'boolean' },
      seed: text,
      workers: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1)
    throw new Error('Name one folder that holds a folder per person.');
  const face = values.face ?? 'largest';
  if (face !== 'largest' && face !== 'central') throw new Error(`--face ${face}: say largest or central.`);
  const count = (option: string, word: string | undefined, least: number) => {
    if (word === undefined) return undefined;
    const number = Number(word);
    if (!Number.isInteger(number) || number < least)
      throw new Error(`--${option} ${word}: a whole number of at least ${least} is needed.`);
    return number;
  };
  return {
    folder,
    name: values.name ?? folder.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, ''),
    pairs: values.pairs,
    photographs: count('photographs', values.photographs, 1) ?? 6,
    face,
    keepBack: count('keep-back', values['keep-back'], 2),
    onlyKeptBack: count('only-kept-back', values['only-kept-back'], 2),
    samePeople: values['same-people'],
    leftOut: values['left-out'],
    groups: values.groups,
    spoilt: count('spoilt', values.spoilt, 0) ?? 300,
    cache: values.cache,
    against: values.against,
    curve: values.curve,
    write: values.write ?? false,
    seed: count('seed', values.seed, 0) ?? 1,
    workers: count('workers', values.workers, 1) ?? 1,
  };
}
