import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One request to the original and its answer. */
export interface RecordedAnswer {
  readonly method: string;
  readonly path: string;
  /** Body as sent; undefined without one. */
  readonly sent: string | undefined;
  /** Fields of a multipart form, if one was sent instead. */
  readonly form: Readonly<Record<string, string>> | undefined;
  /** Undefined if it was not recorded. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const file = fileURLToPath(
  new URL('../../../../../shared/contracts/golden/calibration.txt', import.meta.url),
);

/** Text of the recording; undefined if it does not lie beside the checkout. */
export const recording = existsSync(file) ? readFileSync(file, 'utf8') : undefined;

/** Reads the format `### method path`, `> sent`, `< status type`, `< Header: value`, then the body. */
export function readRecording(text: string): RecordedAnswer[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((entry) => {
      const lines = entry
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('#'));
      const [method = '', path = ''] = lines[0]!.split(' ');
      const starting = (mark: string) =>
        lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
      const sent = starting('> ');
      const [statusLine, ...headers] = starting('< ');
      const form = sent[0]?.startsWith('Content-Type: multipart') ? formOf(sent[1]!) : undefined;
      return {
        method,
        path,
        sent: form ? undefined : sent[0],
        form,
        status: statusLine === undefined ? undefined : Number(statusLine.split(' ')[0]),
        headers: Object.fromEntries(
          headers.map((line) => {
            const at = line.indexOf(': ');
            return [line.slice(0, at).toLowerCase(), line.slice(at + 2)];
          }),
        ),
        body: lines
          .slice(1)
          .filter((line) => !/^[<>] /.test(line))
          .join('\n'),
      };
    });
}

const formOf = (line: string): Record<string, string> =>
  Object.fromEntries([...line.matchAll(/(\w+)=(\(.*?\)|\S+)/g)].map(([, name, value]) => [name!, value!]));
