import { describe, expect, it } from '@jest/globals';
import { contract, event, Field, internal, op, text } from '@argus/contracts';
import {
  Controller,
  Injectable,
  Module,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { discover } from '../testing/discover.js';
import { Consumes, Follows } from './events.js';
import { Every } from './every.js';
import { Handles } from './handles.js';
import { Works } from './works.js';

const greeting = contract(
  'greeting.person',
  { family: 'attendance', tag: 'Internal' },
  { greet: op({ summary: 'Greets', access: internal() }) },
);

class Greeted {
  @Field(text()) name!: string;
}
const greeted = event({
  subject: 'evt.greeting.person-greeted.v1',
  summary: 'A person was greeted',
  payload: Greeted,
});

describe('assertBindable and the scope of providers', () => {
  @Injectable({ scope: Scope.REQUEST })
  class Caller {}

  @Injectable({ scope: Scope.REQUEST })
  class OfRequest {
    @Every(1_000, 'turn')
    async turn(): Promise<void> {
      return;
    }
  }
  @Injectable({ scope: Scope.TRANSIENT })
  class Transient {
    @Consumes(greeted)
    async greeted(): Promise<void> {
      return;
    }
  }
  @Injectable()
  class Injecting {
    readonly caller: Caller;
    constructor(caller: Caller) {
      this.caller = caller;
    }
    @Follows(greeted)
    async greeted(): Promise<void> {
      return;
    }
  }
  @Injectable({ scope: Scope.REQUEST })
  @Works({ name: 'one' } as never)
  class Worker {
    async run(): Promise<void> {
      return;
    }
  }

  it.each([
    ['Every', OfRequest, 'OfRequest.turn'],
    ['Consumes', Transient, 'Transient.greeted'],
    ['Follows', Injecting, 'Injecting.greeted'],
    ['Works', Worker, 'Worker'],
  ])('assertBindable: refuses @%s on a provider that is no singleton', async (decorator, provider, place) => {
    @Module({ providers: [Caller, provider] })
    class Scoped {}
    const bindings = await discover(Scoped);
    expect(() => bindings.assertBindable()).toThrow(
      `${place} has @${decorator}, so ${provider.name} must be a singleton`,
    );
  });

  it('assertBindable: accepts a provider of a request without bindings', async () => {
    @Module({ providers: [Caller] })
    class Scoped {}
    const bindings = await discover(Scoped);
    expect(() => bindings.assertBindable()).not.toThrow();
  });
});

describe('assertBindable and what Nest puts around handlers', () => {
  class Around {}

  @Injectable()
  class Guarded {
    @Every(1_000, 'turn')
    @UseGuards(Around)
    async turn(): Promise<void> {
      return;
    }
  }
  @Injectable()
  class Intercepted {
    @UseInterceptors(Around as never)
    @Consumes(greeted)
    async greeted(): Promise<void> {
      return;
    }
  }
  @Injectable()
  @UseFilters(Around as never)
  class Filtered {
    @Follows(greeted)
    async greeted(): Promise<void> {
      return;
    }
  }
  @Injectable()
  @Works({ name: 'one' } as never)
  class Piped {
    @UsePipes(Around as never)
    async run(): Promise<void> {
      return;
    }
  }
  @Controller()
  @Handles(greeting)
  class PipedHandler {
    @UsePipes(Around as never)
    async greet(): Promise<void> {
      return;
    }
  }

  it.each([
    ['Guarded.turn has @UseGuards beside @Every', Guarded],
    ['Intercepted.greeted has @UseInterceptors beside @Consumes', Intercepted],
    ['Filtered.greeted has @UseFilters beside @Follows', Filtered],
    ['Piped has @UsePipes beside @Works', Piped],
  ])('assertBindable: refuses what would do nothing: %s', async (refusal, provider) => {
    @Module({ providers: [provider] })
    class Decorated {}
    const bindings = await discover(Decorated);
    expect(() => bindings.assertBindable()).toThrow(refusal);
  });

  it('assertBindable: refuses pipes on a handler that has no parameter with @Payload()', async () => {
    @Module({ controllers: [PipedHandler] })
    class Decorated {}
    const bindings = await discover(Decorated);
    expect(() => bindings.assertBindable()).toThrow('PipedHandler.greet has @UsePipes');
  });
});
