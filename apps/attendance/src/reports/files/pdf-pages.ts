/** Something that is drawn across the page. */
export interface Block {
  /** Points. */
  readonly height: number;
  /** Draws it. `top` is its distance from the upper edge of the page, in points. */
  readonly draw: (top: number) => void;
  /** Stands again above it where it is the first of a page: the head of a table. */
  readonly head?: Block;
  /** Whether it does not stay alone at the foot of a page: a heading. */
  readonly keepsWithNext?: boolean;
}

/** Distributes blocks over pages on which `room` points are free. */
export function pagesOf(blocks: readonly Block[], room: number): Block[][] {
  const pages: Block[][] = [[]];
  let used = 0;
  for (const [index, block] of blocks.entries()) {
    const next = block.keepsWithNext ? (blocks[index + 1]?.height ?? 0) : 0;
    if (used > 0 && used + block.height + next > room) {
      pages.push([]);
      used = 0;
      if (block.head) {
        pages.at(-1)!.push(block.head);
        used += block.head.height;
      }
    }
    pages.at(-1)!.push(block);
    used += block.height;
  }
  return pages;
}
