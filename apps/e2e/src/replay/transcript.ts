/** One recorded exchange with an original. */
export interface Exchange {
  readonly line: number;
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly sent: string | undefined;
  /** Undefined if the status line was not recorded. */
  readonly status: number | undefined;
  /** Text of the recorded body. */
  readonly body: string;
  readonly notes: readonly string[];
}

/** Reads a transcript: `###` method and path, `>` request, `<` status and headers, `#` notes, then the body. */
export function readTranscript(text: string): Exchange[] {
  const exchanges: Exchange[] = [];
  const blocks = text.split(/^(?=### )/m).filter((block) => block.startsWith('### '));
  let line = text.split(/^### /m, 1)[0]!.split('\n').length;
  for (const block of blocks) {
    const [first = '', ...rest] = block.split('\n');
    const [, method = '', path = ''] = first.split(' ');
    const sent = rest.filter((each) => each.startsWith('> ')).map((each) => each.slice(2));
    const got = rest.filter((each) => each.startsWith('< ')).map((each) => each.slice(2));
    const header = (name: string): string | undefined =>
      sent.find((each) => each.startsWith(`${name}: `) || each === `${name}:`)?.slice(name.length + 2);
    const status = Number.parseInt(got[0] ?? '', 10);
    exchanges.push({
      line,
      method,
      path,
      authorization: header('Authorization'),
      contentType: header('Content-Type'),
      sent: sent.find((each) => !/^(Authorization|Content-Type):/.test(each)),
      status: Number.isNaN(status) ? undefined : status,
      body: rest.filter((each) => each !== '' && !/^[<>#] /.test(each)).join('\n'),
      notes: rest.filter((each) => each.startsWith('# ')).map((each) => each.slice(2)),
    });
    line += block.split('\n').length - 1;
  }
  return exchanges;
}
