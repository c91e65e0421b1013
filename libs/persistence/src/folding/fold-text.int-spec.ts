import { foldText } from '@argus/contracts';
import { loginOf, TestSchemas } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Database, openDatabase, withClient } from '../index.js';

let schemas: TestSchemas;
let database: Database;

beforeAll(async () => {
  schemas = await TestSchemas.create();
  database = await schemas.open('folding');
});
afterAll(() => schemas.remove());

const foldedInSql = async (texts: readonly string[]): Promise<string[]> => {
  const [row] = await database.query<{ folded: string[] }>(
    'SELECT array_agg(fold_text(text) ORDER BY place) AS folded FROM unnest($1::text[]) WITH ORDINALITY AS given (text, place)',
    [texts],
  );
  return row!.folded;
};

const FOLDS =
  /[\p{Changes_When_Uppercased}\p{Changes_When_Lowercased}\p{Changes_When_NFKC_Casefolded}\p{M}\p{White_Space}]/u;
/* Surrogates are no characters, and Postgres stores no U+0000. */
const characters = Array.from({ length: 0x10ffff }, (_, index) => index + 1)
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point));
const folding = characters.filter((character) => FOLDS.test(character));

/* Letters with case that Unicode has since version 11. The ICU of a database may be older, as the embedded one's (version 10) is. */
const MAX_YOUNG = 400;

describe('fold_text', () => {
  it('fold_text folds every character as foldText does, but for letters that are younger than the ICU of the database', async () => {
    const folded = await foldedInSql(folding);
    const different = folding.filter((character, index) => folded[index] !== foldText(character));
    const changed = different.filter((character) => {
      const inSql = folded[folding.indexOf(character)];
      return inSql !== character && inSql !== character.normalize('NFKC');
    });
    process.stderr.write(
      `fold_text: ${folding.length} characters, ${different.length} younger than the ICU of the database\n`,
    );
    expect(folding.length).toBeGreaterThan(10_000);
    expect(changed).toEqual([]);
    expect(different.length).toBeLessThan(MAX_YOUNG);
  });

  it('fold_text folds texts of characters of all planes as foldText does, with marks, sigmas and spaces', async () => {
    /* A mark that the database does not know yet does not change places with the one before it. */
    const placed = folding.map((character) => `a\u0360${character}`);
    const [folded, foldedPlaced] = [await foldedInSql(folding), await foldedInSql(placed)];
    const young = new Set(
      folding.filter(
        (character, index) =>
          folded[index] !== foldText(character) || foldedPlaced[index] !== foldText(placed[index]!),
      ),
    );
    const unit = fc.oneof(
      fc
        .nat(characters.length - 1)
        .map((index) => characters[index]!)
        .filter((character) => !young.has(character)),
      fc.constantFrom(...folding).filter((character) => !young.has(character)),
      fc.constantFrom(...'aAéÉσςΣßẞİı \u00a0\u1680\ufeff\n\u0301\u0307\u0345'),
    );
    const seed = Date.now();
    const texts = fc.sample(fc.string({ unit, maxLength: 12 }), { numRuns: 10_000, seed });
    expect({ seed, folded: await foldedInSql(texts) }).toEqual({ seed, folded: texts.map(foldText) });
  });

  it('openDatabase: a database that does not hold all of Unicode is refused, with what to do', async () => {
    const name = `${new URL(schemas.url).pathname.slice(1)}_latin`;
    await withClient(schemas.url, (client) =>
      client.query(
        `CREATE DATABASE ${name} ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
      ),
    );
    const url = new URL(schemas.url);
    url.pathname = name;
    try {
      const options = { schema: 'folding', entities: [], migrations: [] };
      const open = async () => openDatabase({ ...options, url: await loginOf(url.href, 'folding') });
      await expect(open()).rejects.toThrow(
        `The database ${name} is encoded in LATIN1; make one with CREATE DATABASE … ENCODING 'UTF8'`,
      );
    } finally {
      await withClient(schemas.url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    }
  });
});
