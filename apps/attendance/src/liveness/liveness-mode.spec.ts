import { describe, expect, it } from '@jest/globals';
import { cameraModes } from './liveness-mode.js';

const read = (value: string) => cameraModes({ desc: '' })._parse(value);

describe('cameraModes', () => {
  it('cameraModes: each camera has its mode, and a name may hold an equals sign', () => {
    expect([...read('DOOR=active_required, A=B=off')]).toEqual([
      ['door', 'active_required'],
      ['a=b', 'off'],
    ]);
  });

  it.each(['DOOR', 'DOOR=on', '=off', 'DOOR=off,DOOR=off', 'DOOR=off,door\u200b=off'])(
    'cameraModes: "%s" is refused',
    (value) => {
      expect(() => read(value)).toThrow(/is not camera=mode|stands twice/);
    },
  );
});
