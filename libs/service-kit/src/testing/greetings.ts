import { contract, Field, internal, op, text } from '@argus/contracts';
import { InProcessBus, RpcClient } from '@argus/messaging';
import { type INestMicroservice, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BusErrorFilter } from '../transport/bus-error.filter.js';
import { BusTransport } from '../transport/bus-transport.js';

export class Name {
  @Field(text()) name!: string;
}
export class Reply {
  @Field(text()) text!: string;
}

const greets = () => op({ summary: 'Greets', body: Name, reply: Reply, access: internal() });
const owner = { family: 'attendance', tag: 'Internal' } as const;
export const formal = contract('greeting.formal', owner, { greet: greets() });
export const informal = contract('greeting.informal', owner, {
  greet: greets(),
  shout: greets(),
  whisper: greets(),
});

/** Serves controllers of greetings on a bus in memory. */
export class Greetings {
  readonly #apps: INestMicroservice[] = [];
  /** Errors that the transport's observer was told of. */
  readonly failures: unknown[] = [];

  async start(...controllers: Type<unknown>[]): Promise<RpcClient> {
    @Module({ controllers })
    class GreetingModule {}
    const bus = new InProcessBus();
    const failed = (error: unknown) => void this.failures.push(error);
    const app = await NestFactory.createMicroservice(GreetingModule, {
      strategy: new BusTransport(bus.handle(), 'greeting', { failed }),
      logger: false,
      abortOnError: false,
    });
    this.#apps.push(app);
    app.useGlobalFilters(new BusErrorFilter());
    await app.listen();
    return new RpcClient(bus.handle());
  }

  async stop(): Promise<void> {
    await Promise.all(this.#apps.splice(0).map((app) => app.close()));
    this.failures.length = 0;
  }
}
