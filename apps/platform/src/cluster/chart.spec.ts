import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { services } from '../services.js';

const chart = join(import.meta.dirname, '../../../../k8s/argus');
const read = (file: string): string => readFileSync(join(chart, file), 'utf8');

/** Lines `name: { word: true }` of the template that says what each service is. */
function catalogue(): Record<string, Record<string, boolean>> {
  const [, block = ''] =
    /define "argus\.catalogue" -}}\n([^]*?)\{\{- end/.exec(read('templates/_helpers.tpl')) ?? [];
  const lines = block.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', words = ''] = /^([a-z-]+): \{(.*)\}$/.exec(line) ?? [];
      const pairs = words.split(',').map((pair) => pair.trim().split(': '));
      return [name, Object.fromEntries(pairs.map(([word = '', value]) => [word, value === 'true']))];
    }),
  );
}

describe('the chart', () => {
  it('chart: knows every service, which of them have tables, seal and serve clients, and one keeper', () => {
    const known = catalogue();
    const expected = services.map(({ name, schema, sealingLabel, listener }) => [
      name,
      {
        tables: schema !== undefined,
        seals: schema !== undefined && sealingLabel !== null,
        ...(listener && { clients: true }),
        ...(name === 'identity' && { keeper: true }),
      },
    ]);
    expect(known).toEqual(Object.fromEntries(expected));
  });

  it('chart: values and their schema have a block for every service', () => {
    const schema = JSON.parse(read('values.schema.json')) as {
      properties: { services: { properties: object } };
    };
    const names = services.map(({ name }) => name).sort();
    expect(Object.keys(schema.properties.services.properties).sort()).toEqual(names);
    for (const name of names) expect(read('values.yaml')).toContain(`\n  ${name}:`);
  });
});
