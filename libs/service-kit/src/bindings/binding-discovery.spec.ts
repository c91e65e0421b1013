import { describe, expect, it } from '@jest/globals';
import { contract, internal, op } from '@argus/contracts';
import { Controller, Injectable, Module } from '@nestjs/common';
import { discover } from '../testing/discover.js';
import { Entities, entitiesOf } from './entities.js';
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

describe('entitiesOf', () => {
  it('entitiesOf: collects the entities of a module and of all that it imports, each once', () => {
    expect(entitiesOf(RootModule)).toEqual([First, Second]);
  });
});
