/*
 * Reads the words behind the name of a tool before it does anything. `--help` prints the comment at the head of its file; a word that the
 * tool does not know is refused with that comment, so that a typo starts nothing. Plain Node without dependencies.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Returns how a tool is used: the comment at the head of its file. */
export const usageOf = (url) =>
  readFileSync(new URL(url), 'utf8')
    .match(/\/\*([\s\S]*?)\*\//)[1]
    .replace(/^ ?\* ?/gm, '')
    .trim();

/**
 * Returns the `values` of the options (as `parseArgs` of Node describes them) and the other `positionals`, each of which is one of `names` or fits a
 * regular expression there. Ends the process with 0 after `--help`, and with 2 for a word that is unknown.
 */
export function wordsOf(url, { options = {}, names = [], args = process.argv.slice(2) } = {}) {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help) {
      process.stdout.write(`${usageOf(url)}\n`);
      process.exit(0);
    }
    const isKnown = (word) =>
      names.some((each) => (each instanceof RegExp ? each.test(word) : each === word));
    const unknown = positionals.find((word) => !isKnown(word));
    if (unknown !== undefined) throw new Error(`Unknown: ${unknown}`);
    return { values, positionals };
  } catch ({ message }) {
    process.stderr.write(`${message}\n\n${usageOf(url)}\n`);
    process.exit(2);
  }
}
