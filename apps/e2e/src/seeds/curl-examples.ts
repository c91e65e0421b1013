/** A curl command as a document shows it. */
export interface CurlExample {
  readonly document: string;
  /** The heading or sentence above it. */
  readonly title: string;
  readonly command: string;
}

/** The curl commands in the fenced blocks of a Markdown document, in their order. */
export function curlExamplesOf(document: string, markdown: string): CurlExample[] {
  const examples: CurlExample[] = [];
  let title = '';
  let block: string[] | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    const language = /^\s*```(\w*)/.exec(line)?.[1];
    if (language !== undefined) {
      const command = block?.join('\n').trim() ?? '';
      if (command.startsWith('curl ')) examples.push({ document, title, command });
      /* A fence that names a language opens a block, whatever was left open before. */
      block = block === undefined || language !== '' ? [] : undefined;
    } else if (block) block.push(line);
    else if (/^(#+|\d+\.)\s/.test(line)) title = line.replace(/^#+\s*/, '').trim();
  }
  return examples;
}
