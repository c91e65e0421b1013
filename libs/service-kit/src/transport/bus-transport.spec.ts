import { afterEach, describe, expect, it } from '@jest/globals';
import { type CallContext, contract, DomainError, Field, internal, op, text } from '@argus/contracts';
import { currentContext, InProcessBus, newContext, RpcClient } from '@argus/messaging';
import {
  type ArgumentsHost,
  type CanActivate,
  Catch,
  ConflictException,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  Injectable,
  type INestMicroservice,
  Module,
  type NestInterceptor,
  type PipeTransform,
  type Type,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { delayWhen, EMPTY, firstValueFrom, map, NEVER, type Observable, tap, timeout } from 'rxjs';
import { Handles } from '../bindings/handles.js';
import { BusErrorFilter } from './bus-error.filter.js';
import { BusTransport } from './bus-transport.js';

class Name {
  @Field(text()) name!: string;
}
class Reply {
  @Field(text()) text!: string;
}

const greets = () => op({ summary: 'Greets', body: Name, reply: Reply, access: internal() });
const owner = { family: 'attendance', tag: 'Internal' } as const;
const formal = contract('greeting.formal', owner, { greet: greets() });
const informal = contract('greeting.informal', owner, {
  greet: greets(),
  shout: greets(),
  whisper: greets(),
});

const seen: string[] = [];

@Injectable()
class OnlyAda implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToRpc().getData<{ body: Name }>();
    seen.push(`guard ${context.switchToRpc().getContext<CallContext>().requestId}`);
    return body.name === 'Ada';
  }
}

@Injectable()
class Punctuation implements NestInterceptor {
  intercept(_: ExecutionContext, next: { handle(): Observable<unknown> }): Observable<unknown> {
    return next.handle().pipe(
      tap(() => seen.push(`interceptor ${currentContext()?.requestId}`)),
      map((reply) => ({ text: `${(reply as Reply).text}!` })),
    );
  }
}

@Catch(RangeError)
class RangeFilter implements ExceptionFilter {
  catch(error: RangeError, _: ArgumentsHost): never {
    throw new DomainError('CONFLICT', { reason: error.message });
  }
}

class LowerCase implements PipeTransform {
  transform({ body }: { body: Name }): { body: Name } {
    return { body: { name: body.name.toLowerCase() } };
  }
}

@Controller()
@Handles(formal, informal)
class GreetingController {
  @UseGuards(OnlyAda)
  @UseInterceptors(Punctuation)
  async greet({ body }: { body: Name }): Promise<Reply> {
    return { text: `Hello ${body.name}` };
  }

  async whisper(@Payload(LowerCase) { body }: { body: Name }, @Ctx() context: CallContext): Promise<Reply> {
    return { text: `${body.name} ${context.requestId}` };
  }

  @UseFilters(RangeFilter)
  async shout({ body }: { body: Name }, context: CallContext): Promise<Reply> {
    if (body.name === 'range') throw new RangeError('too loud');
    if (body.name === 'taken') throw new DomainError('ALREADY_GREETED', { since: 3 });
    if (body.name === 'secret') throw new Error('password=secret');
    return { text: context.requestId };
  }
}

@Controller()
@Handles(formal)
class SecondController {
  async greet(): Promise<Reply> {
    return { text: 'never' };
  }
}

/** Fails as the caller's name says, where the test put it. */
async function failAs(name: string): Promise<void> {
  if (name === 'text') throw new RpcException('not today');
  if (name === 'object') throw new RpcException({ status: 409 });
  if (name === 'http') throw new ConflictException();
  if (name === 'late') await firstValueFrom(NEVER.pipe(timeout(1)));
}

@Injectable()
class FailingGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    await failAs(context.switchToRpc().getData<{ body: Name }>().body.name);
    return true;
  }
}

@Injectable()
class FailingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: { handle(): Observable<unknown> }): Observable<unknown> {
    const { name } = context.switchToRpc().getData<{ body: Name }>().body;
    if (name === 'empty') return EMPTY;
    if (name === 'slow') return NEVER.pipe(timeout(5));
    return next.handle().pipe(delayWhen(() => failAs(name)));
  }
}

@Controller()
@Handles(informal)
class FailingController {
  @UseGuards(FailingGuard)
  async greet(): Promise<Reply> {
    return { text: '' };
  }

  @UseInterceptors(FailingInterceptor)
  async whisper(): Promise<Reply> {
    return { text: '' };
  }

  async shout({ body }: { body: Name }): Promise<Reply> {
    await failAs(body.name);
    return { text: '' };
  }
}

describe('BusTransport', () => {
  let app: INestMicroservice | undefined;
  const failures: unknown[] = [];

  const start = async (...controllers: Type<unknown>[]): Promise<RpcClient> => {
    @Module({ controllers })
    class GreetingModule {}
    const bus = new InProcessBus();
    const failed = (error: unknown) => void failures.push(error);
    app = await NestFactory.createMicroservice(GreetingModule, {
      strategy: new BusTransport(bus.handle(), 'greeting', { failed }),
      logger: false,
      abortOnError: false,
    });
    app.useGlobalFilters(new BusErrorFilter());
    await app.listen();
    return new RpcClient(bus.handle());
  };

  afterEach(async () => {
    await app?.close();
    app = undefined;
    failures.length = 0;
  });

  it('BusTransport: runs a guard and an interceptor of Nest around a handler, inside the context of the call', async () => {
    const client = await start(GreetingController);
    const context = { ...newContext(), requestId: 'r1' };
    const reply = await client.call(formal.operations.greet, { body: { name: 'Ada' } }, context);
    expect(reply).toEqual({ text: 'Hello Ada!' });
    expect(seen).toEqual(['guard r1', 'interceptor r1']);
  });

  it('BusTransport: replies PERMISSION_DENIED when a guard refuses', async () => {
    const client = await start(GreetingController);
    const refusal = client.call(formal.operations.greet, { body: { name: 'Eve' } });
    await expect(refusal).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('BusTransport: serves two contracts with one method where both name it the same', async () => {
    const client = await start(GreetingController);
    const reply = await client.call(informal.operations.greet, { body: { name: 'Ada' } });
    expect(reply).toEqual({ text: 'Hello Ada!' });
  });

  it('BusTransport: passes the context to a handler and refuses invalid input before it', async () => {
    const client = await start(GreetingController);
    const context = { ...newContext(), requestId: 'r2' };
    const { shout } = informal.operations;
    expect(await client.call(shout, { body: { name: 'Ada' } }, context)).toEqual({ text: 'r2' });
    const refusal = client.call(shout, { body: {} as Name });
    await expect(refusal).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('BusTransport: runs a pipe of Nest on a parameter that asks for it', async () => {
    const client = await start(GreetingController);
    const context = { ...newContext(), requestId: 'r3' };
    const reply = await client.call(informal.operations.whisper, { body: { name: 'Ada' } }, context);
    expect(reply).toEqual({ text: 'ada r3' });
  });

  it('BusTransport: runs an exception filter of Nest, and carries domain errors with their details', async () => {
    const client = await start(GreetingController);
    const shouting = (name: string) => client.call(informal.operations.shout, { body: { name } });
    await expect(shouting('range')).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { reason: 'too loud' },
    });
    await expect(shouting('taken')).rejects.toMatchObject({ code: 'ALREADY_GREETED', details: { since: 3 } });
  });

  it('BusTransport: hides an unknown error from the caller and passes it to the observer', async () => {
    const client = await start(GreetingController);
    const failure = client.call(informal.operations.shout, { body: { name: 'secret' } });
    await expect(failure).rejects.toMatchObject({ code: 'INTERNAL', details: {} });
    expect(failures.map(String)).toContain('Error: password=secret');
  });

  it('BusTransport: refuses to start with a pattern that belongs to no contract', async () => {
    @Controller()
    class Stranger {
      @MessagePattern('greeting.unknown')
      answer(): void {
        return;
      }
    }
    await expect(start(Stranger)).rejects.toThrow('greeting.unknown is no operation of a contract');
  });

  it('BusTransport: refuses to start with two handlers of one operation and names both', async () => {
    await expect(start(GreetingController, SecondController)).rejects.toThrow(
      'greeting.formal.greet has two handlers, GreetingController.greet and SecondController.greet',
    );
  });

  it('BusTransport: refuses to start with an event handler of Nest on the subject of an operation', async () => {
    @Controller()
    class Listening {
      @EventPattern('greeting.formal.greet')
      greeted(_: unknown): void {
        return;
      }
    }
    await expect(start(SecondController, Listening)).rejects.toThrow(
      'SecondController.greet and one without @Handles',
    );
  });

  describe.each(['greet', 'whisper', 'shout'] as const)('BusTransport: an error around %s', (method) => {
    const failing = async (name: string) => {
      const client = await start(FailingController);
      return client.call(informal.operations[method], { body: { name } });
    };

    it('BusTransport: replies DEADLINE_EXCEEDED to a TimeoutError of rxjs', async () => {
      await expect(failing('late')).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
      expect(failures).toEqual([]);
    });

    it.each([
      ['text', 'RpcException'],
      ['object', 'RpcException'],
      ['http', 'ConflictException'],
    ])(
      'BusTransport: replies INTERNAL to an exception of Nest and logs the way out: %s',
      async (name, type) => {
        await expect(failing(name)).rejects.toMatchObject({ code: 'INTERNAL', details: {} });
        expect(failures.map(String)).toEqual([
          expect.stringMatching(`${type} has no code of the contract: throw DomainError\\(code\\)`),
        ]);
      },
    );
  });

  it('BusTransport: replies DEADLINE_EXCEEDED when the timeout of an interceptor passes', async () => {
    const client = await start(FailingController);
    const call = client.call(informal.operations.whisper, { body: { name: 'slow' } });
    await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('BusTransport: replies INTERNAL when an interceptor completes without a reply, and logs where', async () => {
    const client = await start(FailingController);
    const call = client.call(informal.operations.whisper, { body: { name: 'empty' } });
    await expect(call).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(failures.map(String)).toEqual([
      'Error: An interceptor of greeting.informal.whisper completed without a reply',
    ]);
  });
});

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
