import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { markdownOf, type Section } from './report.ts';

const page = new URL('../../docs/recognition.md', import.meta.url);

/** Writes the figures of a data set into docs/recognition.md, in place of earlier ones of the same name and model. */
export async function writePage(name: string, model: string, sections: readonly Section[]): Promise<void> {
  const heading = `## ${name}: ${model}`;
  const date = new Date().toISOString().slice(0, 10);
  const part = [
    heading,
    '',
    `Measured ${date} by \`npm run evaluate\`.`,
    '',
    ...sections.map(markdownOf),
  ].join('\n');
  const before = existsSync(page) ? readFileSync(page, 'utf8') : '# How often faces are told apart\n';
  const parts = before.split(/^(?=## )/m);
  const place = parts.findIndex((each) => each.startsWith(`${heading}\n`));
  const after = place === -1 ? [...parts, part] : parts.with(place, part);
  const text = after.map((each) => `${each.trimEnd()}\n`).join('\n');
  writeFileSync(
    page,
    await format(text, { parser: 'markdown', printWidth: PRINT_WIDTH, proseWrap: 'preserve' }),
  );
}

const PRINT_WIDTH = 110;
