import { describe, expect, it } from '@jest/globals';
import { cameraChoices } from './camera-choices.js';

const read = (value: string) => cameraChoices(['off', 'on', 'half'])({ desc: '' })._parse(value);

describe('cameraChoices', () => {
  it('cameraChoices: each camera has its word, and a name may hold an equals sign', () => {
    expect([...read('DOOR=half, A=B=off')]).toEqual([
      ['door', 'half'],
      ['a=b', 'off'],
    ]);
  });

  it.each(['DOOR', 'DOOR=quarter', '=off', 'DOOR=off,DOOR=off', 'DOOR=off,door\u200b=off'])(
    'cameraChoices: "%s" is refused',
    (value) => {
      expect(() => read(value)).toThrow(/is not camera=off\|on\|half|stands twice/);
    },
  );
});
