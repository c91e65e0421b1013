import pg, { type Connection } from 'pg';

/** What the driver makes of the description of a statement's rows, for reading them. */
interface RowShape {
  fields: readonly object[];
  _parsers: readonly unknown[] | undefined;
  _prebuiltEmptyResultObject: object | null;
}

/** Shapes of the statements that a connection has run, by their names. */
export type DescribedStatements = Map<string, RowShape & { readonly text: string }>;

export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values?: unknown[] | undefined;
}

/* The driver's query; its types leave out what it does. */
interface DriverQuery {
  name: string;
  text: string;
  callback: unknown;
  _result: RowShape;
  _accumulateRows: boolean;
  submit(connection: Connection): Error | null;
  prepare(connection: Connection): void;
  handleCommandComplete(message: object, connection: Connection): void;
}
const DriverQuery = pg.Query as unknown as new (text: string, values: unknown) => DriverQuery;

/* Execute of the unnamed portal without a limit, then Sync (PostgreSQL manual, 54.7). */
const EXECUTE_AND_SYNC = Buffer.from('E\0\0\0\t\0\0\0\0\0S\0\0\0\x04', 'latin1');

/**
 * A prepared statement whose rows the server describes once per connection. The driver asks for the description at each run, and
 * reading it takes longer than reading a row. PostgreSQL refuses a prepared statement whose rows have changed, so the first holds.
 */
export class PreparedQuery extends DriverQuery {
  constructor(
    { name, text, values }: NamedStatement,
    private readonly described: DescribedStatements,
  ) {
    super(text, values);
    this.name = name;
  }

  override submit(connection: Connection): Error | null {
    const shape = this.described.get(this.name);
    /* The driver refuses another text under one name. */
    if (shape?.text !== this.text) return super.submit(connection);
    const { fields, _parsers, _prebuiltEmptyResultObject } = shape;
    Object.assign(this._result, { fields, _parsers, _prebuiltEmptyResultObject });
    this._accumulateRows = true;
    connection.stream.cork();
    try {
      this.prepare(new Undescribed(connection) as unknown as Connection);
    } finally {
      connection.stream.uncork();
    }
    return null;
  }

  override handleCommandComplete(message: object, connection: Connection): void {
    super.handleCommandComplete(message, connection);
    if (this.described.has(this.name)) return;
    const { fields, _parsers, _prebuiltEmptyResultObject } = this._result;
    this.described.set(this.name, { text: this.text, fields, _parsers, _prebuiltEmptyResultObject });
  }
}

type Prepared = Connection & {
  readonly parsedStatements: object;
  readonly submittedNamedStatements: object;
};

/** The connection as a query sees it that needs no description. */
class Undescribed {
  private executes = false;

  constructor(private readonly connection: Connection) {}

  get parsedStatements(): object {
    return (this.connection as Prepared).parsedStatements;
  }

  get submittedNamedStatements(): object {
    return (this.connection as Prepared).submittedNamedStatements;
  }

  bind(portal: object): void {
    this.connection.bind(portal, undefined as never);
  }

  /** Asks for nothing. */
  describe(): undefined {
    return undefined;
  }

  execute(): void {
    this.executes = true;
  }

  /** Ends a statement that could not be sent. */
  close(statement: object): void {
    (this.connection as unknown as { close(statement: object): void }).close(statement);
  }

  sync(): void {
    if (this.executes) this.connection.stream.write(EXECUTE_AND_SYNC);
    else this.connection.sync();
  }
}
