import { describe, expect, it } from '@jest/globals';
import { code } from './types.js';

describe('code', () => {
  it('code: the document lists the codes, and a stored result with a former code is still read', () => {
    const field = code('NO_FACE', 'SEVERAL_FACES');
    expect(field.schema()).toEqual({ type: 'string', enum: ['NO_FACE', 'SEVERAL_FACES'] });
    expect(field.read('FORMER_CODE', ['refusal'])).toBe('FORMER_CODE');
  });
});
