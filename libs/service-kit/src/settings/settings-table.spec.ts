import { describe, expect, it } from '@jest/globals';
import { defineSettings } from './define-settings.js';
import { integer, text } from './setting-types.js';
import { settingsTable } from './settings-table.js';

describe('settingsTable', () => {
  it('settingsTable: lists every variable with type, default and description', () => {
    const vision = defineSettings('vision', {
      VISION_BACKEND: text({ choices: ['auto', 'wasm'], default: 'auto', desc: 'What computes' }),
      VISION_WORKERS: integer({ default: undefined, min: 1, desc: 'Threads' }),
      VISION_MODEL: text({ desc: 'Name' }),
    });
    expect(settingsTable([vision, defineSettings('empty', {})]).split('\n')).toEqual([
      '## vision',
      '',
      '| variable | type | default | what it does |',
      '| --- | --- | --- | --- |',
      '| `VISION_BACKEND` | auto \\| wasm | `auto` | What computes |',
      '| `VISION_WORKERS` | whole number, at least 1 |  | Threads |',
      '| `VISION_MODEL` | text | required | Name |',
      '',
    ]);
  });
});
