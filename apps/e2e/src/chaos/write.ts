import type { Family } from '@argus/contracts';

/** What the writes of a run refer to. */
export interface Scene {
  /** Machines of their own for what must not meet. */
  readonly machine: number;
  readonly measuringMachine: number;
  readonly bulkMachine: number;
  /** Employee id of an enrolled person. */
  readonly person: string;
  /** Three photographs of that person, as data URLs. */
  readonly photographs: readonly string[];
  /** Time of the first reading; every other one is a second later. */
  readonly startMs: number;
}

/** Families whose accounts write. */
export type Writer = 'attendance' | 'techtrack' | 'eyetracker';

/** One kind of writing that clients do, and the rows that it must leave. */
export interface Write {
  /** Method and path, as in the contract. */
  readonly operation: string;
  readonly family: Family;
  /** Account whose token is sent; nobody's if absent. */
  readonly as?: Writer;
  readonly status: number;
  /** How often, compared with the others. */
  readonly weight: number;
  /** A table that may not grow for ever. */
  readonly most?: number;
  /** `key` is unique, and stands in every row that the write leaves. */
  readonly body: (key: string, scene: Scene, index: number) => object;
  /** Where the end of an accepted task can be read. */
  readonly endsAt?: (reply: { readonly task_id: string }) => string;
  /** Rows with the key, by table, when everything has settled. */
  readonly leaves: Readonly<Record<string, number>>;
  /** SQL that returns `index` and `rows` for tables whose rows hold no text; $1 is the machine, $2 the first time in ms. */
  readonly countedBy?: { readonly sql: string; readonly machine: (scene: Scene) => number };
}

/** A key that is a valid user name, employee id, name of a measurement and text; the pattern finds it in a row. */
export const keyOf = (run: string, index: number): string => `kx${run}${String(index).padStart(8, '0')}e`;
