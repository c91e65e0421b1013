import { describe, expect, it } from '@jest/globals';
import { faceless, groups, imitations, portraits, portraitsOf } from './photographs.js';

describe('photographs', () => {
  it.each([...portraits, ...groups, ...imitations, ...faceless])(
    'photograph $name can be read',
    async (photograph) => {
      expect((await photograph.read()).length).toBeGreaterThan(1000);
    },
  );

  it('portraitsOf returns all portraits of a person and throws for an unknown name', () => {
    expect(portraitsOf('franck')).toHaveLength(11);
    expect(() => portraitsOf('nobody')).toThrow('nobody');
  });
});
