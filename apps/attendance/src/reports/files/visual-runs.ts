import bidiFactory, { type Bidi } from 'bidi-js';

/** A part of a text in one direction. */
export interface VisualRun {
  /** In the order of reading, but already turned round where no letter tells the font that it runs right to left. */
  readonly text: string;
  readonly isRightToLeft: boolean;
}

/* Its types describe another module format than it has. */
const bidi = (bidiFactory as unknown as () => Bidi)();
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Returns the parts of a text as they stand on paper from left to right (Unicode bidirectional algorithm). Fonts turn letters of scripts
 * that run right to left by themselves.
 */
export function visualRuns(text: string): VisualRun[] {
  if (!RIGHT_TO_LEFT.test(text)) return [{ text, isRightToLeft: false }];
  const embedding = bidi.getEmbeddingLevels(text, 'auto');
  const mirrored = bidi.getMirroredCharactersMap(text, embedding.levels);
  const runs: { readonly level: number; text: string }[] = [];
  for (let at = 0; at < text.length; at++) {
    const level = embedding.levels[at]!;
    const character = mirrored.get(at) ?? text[at]!;
    const last = runs.at(-1) ?? { level: undefined, text: '' };
    if (last.level === level) last.text += character;
    else runs.push({ level, text: character });
  }
  return reordered(runs).map(({ level, text: run }) => {
    const isRightToLeft = level % 2 === 1 && RIGHT_TO_LEFT.test(run);
    return { text: level % 2 === 1 && !isRightToLeft ? [...run].reverse().join('') : run, isRightToLeft };
  });
}

/* Rule L2: from the highest level down, what stands at a level or above is turned round. */
function reordered<R extends { readonly level: number }>(runs: readonly R[]): R[] {
  const order = [...runs];
  for (let level = Math.max(...runs.map((run) => run.level)); level > 0; level--)
    for (let from = 0; from < order.length; from++) {
      let to = from;
      while (to < order.length && order[to]!.level >= level) to++;
      order.splice(from, to - from, ...order.slice(from, to).reverse());
      from = Math.max(from, to);
    }
  return order;
}
