import { describe, expect, it } from '@jest/globals';
import { contract, event, internal, op, Field, text } from '@argus/contracts';
import {
  Controller,
  Injectable,
  Module,
  Scope,
  type Type,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { BindingDiscovery } from './binding-discovery.js';
import { Entities, entitiesOf } from './entities.js';
import { Consumes, Follows } from './events.js';
import { Every, periods } from './every.js';
import { Handles } from './handles.js';
import { worked, Works } from './works.js';

class First {}
class Second {}

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

@Injectable()
@Works({ name: 'one' } as never, { name: 'two' } as never)
class Clock {
  turns = 0;

  @Every(1_000, 'turn')
  async turn(): Promise<void> {
    this.turns++;
  }

  async run(): Promise<void> {
    await this.turn();
  }
}

@Controller()
@Handles(greeting)
class Greeter {
  async greet(): Promise<void> {
    return;
  }
}

@Module({ imports: [Entities.forFeature([First])], providers: [Clock], exports: [Clock] })
class ClockModule {}

@Module({ imports: [ClockModule, Entities.forFeature([Second, First])] })
class RootModule {}

const discover = async (module: Type<unknown>): Promise<BindingDiscovery> => {
  const root = { module: class {}, imports: [module, DiscoveryModule], providers: [BindingDiscovery] };
  const context = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
  return context.get(BindingDiscovery);
};

describe('BindingDiscovery', () => {
  it('BindingDiscovery: finds periodic methods and calls them on the instance that Nest made', async () => {
    const bindings = await discover(RootModule);
    const [turn] = bindings.methods(periods);
    expect(turn?.binding).toEqual({ everyMs: 1_000, name: 'turn' });
    await turn?.call();
    const [worker] = bindings.classes<unknown, Clock>(worked);
    expect(worker?.instance.turns).toBe(1);
  });

  it('BindingDiscovery: finds a worker once for each of its queues', async () => {
    const bindings = await discover(RootModule);
    expect(bindings.classes(worked).map(({ binding }) => binding.name)).toEqual(['one', 'two']);
  });

  it('BindingDiscovery: refuses a controller that stands among the providers, where nobody would serve it', async () => {
    @Module({ providers: [Greeter] })
    class Misplaced {}
    const bindings = await discover(Misplaced);
    expect(() => bindings.assertBindable()).toThrow('Greeter has @Handles');
  });

  it('BindingDiscovery: accepts a singleton with bindings and a controller with handlers', async () => {
    @Module({ imports: [ClockModule], controllers: [Greeter] })
    class Sound {}
    const bindings = await discover(Sound);
    expect(() => bindings.assertBindable()).not.toThrow();
  });
});

describe('BindingDiscovery and the scope of providers', () => {
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
  ])(
    'BindingDiscovery: refuses @%s on a provider that is no singleton',
    async (decorator, provider, place) => {
      @Module({ providers: [Caller, provider] })
      class Scoped {}
      const bindings = await discover(Scoped);
      expect(() => bindings.assertBindable()).toThrow(
        `${place} has @${decorator}, so ${provider.name} must be a singleton`,
      );
    },
  );

  it('BindingDiscovery: accepts a provider of a request without bindings', async () => {
    @Module({ providers: [Caller] })
    class Scoped {}
    const bindings = await discover(Scoped);
    expect(() => bindings.assertBindable()).not.toThrow();
  });
});

describe('BindingDiscovery and what Nest puts around handlers', () => {
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
  ])('BindingDiscovery: refuses what would do nothing: %s', async (refusal, provider) => {
    @Module({ providers: [provider] })
    class Decorated {}
    const bindings = await discover(Decorated);
    expect(() => bindings.assertBindable()).toThrow(refusal);
  });

  it('BindingDiscovery: refuses pipes on a handler that has no parameter with @Payload()', async () => {
    @Module({ controllers: [PipedHandler] })
    class Decorated {}
    const bindings = await discover(Decorated);
    expect(() => bindings.assertBindable()).toThrow('PipedHandler.greet has @UsePipes');
  });
});

describe('entitiesOf', () => {
  it('entitiesOf: collects the entities of a module and of all that it imports, each once', () => {
    expect(entitiesOf(RootModule)).toEqual([First, Second]);
  });
});
