import { describe, expect, it } from '@jest/globals';
import { faceless, groups, imitations, portraits, portraitsOf } from './photographs.js';

describe('photographs', () => {
  it.each([...portraits, ...groups, ...imitations, ...faceless])('$name is there', async (photograph) => {
    expect((await photograph.read()).length).toBeGreaterThan(1000);
  });

  it('knows people with several portraits', () => {
    expect(portraitsOf('franck')).toHaveLength(11);
    expect(() => portraitsOf('nobody')).toThrow('nobody');
  });
});
