import { type Database, type DatabaseOptions, openDatabase } from '@argus/persistence';
import { createDatabase, type TestDatabase } from './create-database.js';
import { loginOf } from './login-of.js';

/** An empty database in which a test opens schemas as their services do. */
export class TestSchemas {
  private readonly opened: Database[] = [];

  private constructor(private readonly place: TestDatabase) {}

  static async create(): Promise<TestSchemas> {
    return new TestSchemas(await createDatabase());
  }

  /** Connects as the server's superuser. */
  get url(): string {
    return this.place.url;
  }

  /** Makes a schema and its login where they are missing. Returns its database with the tables of libs/persistence. */
  async open(schema: string, options: Partial<Pick<DatabaseOptions, 'poolSize'>> = {}): Promise<Database> {
    const url = await loginOf(this.url, schema);
    const database = await openDatabase({ url, schema, entities: [], migrations: [], ...options });
    this.opened.push(database);
    return database;
  }

  /** Closes what is open and drops the database. */
  async remove(): Promise<void> {
    await Promise.all(this.opened.map((database) => database.close()));
    await this.place.drop();
  }
}
