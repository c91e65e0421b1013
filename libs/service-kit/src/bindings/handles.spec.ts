import { describe, expect, it } from '@jest/globals';
import { formal, informal, type Reply } from '../testing/greetings.js';
import { Handles } from './handles.js';

@Handles(formal)
class SecondController {
  async greet(): Promise<Reply> {
    return { text: '' };
  }
}

describe('@Handles', () => {
  it('@Handles: does not compile on a controller that lacks a method or has an ill-typed one', () => {
    class Half {
      async greet(): Promise<Reply> {
        return { text: '' };
      }
    }
    class IllTyped {
      async greet(): Promise<number> {
        return 1;
      }
    }
    // @ts-expect-error `shout` is missing
    expect(() => Handles(formal, informal)(Half)).toThrow('Half has no method shout of its own');
    // @ts-expect-error `greet` replies with a number
    Handles(formal)(IllTyped);
  });

  it('@Handles: refuses a second @Handles, which would replace the patterns of shared methods', () => {
    expect(() => Handles(informal)(SecondController as never)).toThrow('SecondController has @Handles twice');
  });
});
