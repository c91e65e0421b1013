import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allocatorSettings, nodeFlags } from './lean-process.mjs';

const image = readFileSync(new URL('../../../../docker/Dockerfile', import.meta.url), 'utf8');

describe('lean process', () => {
  it('lean process: images start with the same memory settings as the launchers', () => {
    /* Images hold no source maps, and may write no compiled code. */
    const v8Flags = nodeFlags.filter((flag) => !flag.startsWith('--import='));
    const expected = [
      ...v8Flags.map((flag) => `NODE_OPTIONS=${flag}`),
      ...Object.entries(allocatorSettings).map((setting) => setting.join('=')),
    ];
    expect(expected.filter((setting) => !image.includes(setting))).toEqual([]);
  });
});
