/** A curl command of a document. */
export interface CurlExample {
  readonly document: string;
  /** The heading or sentence above it. */
  readonly title: string;
  readonly command: string;
}

/** Returns the curl commands in the fenced blocks of a Markdown document, in order. */
export function curlExamplesOf(document: string, markdown: string): CurlExample[] {
  const examples: CurlExample[] = [];
  let title = '';
  let block: string[] | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    const language = /^\s*```(\w*)/.exec(line)?.[1];
    if (language !== undefined) {
      const command = block?.join('\n').trim() ?? '';
      if (command.startsWith('curl ')) examples.push({ document, title, command });
      /* A fence with a language opens a block, even if an earlier one was not closed. */
      block = block === undefined || language !== '' ? [] : undefined;
    } else if (block) block.push(line);
    else if (/^(#+|\d+\.)\s/.test(line)) title = line.replace(/^#+\s*/, '').trim();
  }
  return examples;
}
