import { appendFileSync } from 'node:fs';
import { contracts } from '@argus/contracts';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly body: unknown;
}

interface Removal {
  readonly path: string;
  /** Of whoever made it. */
  readonly token: string | undefined;
}

const pathOnly = (path: string): string => path.split('?', 1)[0]!.replace(/\/$/, '');
const http = contracts.flatMap(({ operations }) =>
  Object.values(operations).flatMap((operation) => (operation.http ? [operation.http] : [])),
);
/* Where rows of a collection are removed: `/api/equipment` to `/api/equipment/{id}/`. */
const removals = new Map(
  http
    .filter(({ method, path }) => method === 'DELETE' && /\/\{\w+\}\/?$/.test(path))
    .map(({ path }) => [path.replace(/\/\{\w+\}\/?$/, ''), path]),
);
const CANDIDATES = '/api/calibration/candidate';

/** What a suite made on a platform that is not its own. */
export class Made {
  private readonly removals = new Map<string, Removal>();
  private readonly left: string[] = [];

  /** Notes what the answer to a request says was made. */
  note({ method, path, token, body }: Sent, status: number, answer: unknown): void {
    if (method !== 'POST' || status >= 300) return;
    const candidate = (body as { candidate_id?: unknown } | undefined)?.candidate_id;
    if (typeof candidate === 'string') {
      this.toRemove(`${CANDIDATES}/${encodeURIComponent(candidate)}`, token);
      return;
    }
    if (status !== 201) return;
    const collection = pathOnly(path);
    const removal = removals.get(collection);
    const id = (answer as { id?: unknown } | undefined)?.id;
    if (removal !== undefined && (typeof id === 'number' || typeof id === 'string'))
      this.toRemove(removal.replace(/\{\w+\}/, encodeURIComponent(id)), token);
    else this.left.push(collection);
  }

  /** Removes what was noted, newest first, as later rows refer to earlier ones. */
  async remove(send: (path: string, token: string | undefined) => Promise<number>): Promise<void> {
    for (const { path, token } of [...this.removals.values()].reverse()) {
      const status = await send(path, token);
      if (status >= 300 && status !== 404) this.left.push(`${path} (${status})`);
    }
    this.removals.clear();
    const { E2E_LEFT_FILE: file } = process.env;
    if (file)
      appendFileSync(
        file,
        this.left
          .splice(0)
          .map((each) => `${each}\n`)
          .join(''),
      );
  }

  private toRemove(path: string, token: string | undefined): void {
    /* A row that is made anew is newest again. */
    this.removals.delete(path);
    this.removals.set(path, { path, token });
  }
}
