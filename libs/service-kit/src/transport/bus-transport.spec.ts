import { afterEach, describe, expect, it } from '@jest/globals';
import { type CallContext, DomainError } from '@argus/contracts';
import { currentContext, newContext } from '@argus/messaging';
import {
  type ArgumentsHost,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  type PipeTransform,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { CONTEXT, Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { map, type Observable, tap } from 'rxjs';
import { Handles } from '../bindings/handles.js';
import { formal, Greetings, informal, type Name, type Reply } from '../testing/greetings.js';

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

@Controller({ scope: Scope.REQUEST })
@Handles(formal)
class ScopedController {
  private calls = 0;
  constructor(@Inject(CONTEXT) private readonly request: { getContext(): CallContext }) {}

  async greet(): Promise<Reply> {
    return { text: `${this.request.getContext().requestId} ${++this.calls}` };
  }
}

describe('BusTransport', () => {
  const greetings = new Greetings();
  afterEach(() => greetings.stop());

  it('BusTransport: runs a guard and an interceptor of Nest around a handler, inside the context of the call', async () => {
    const client = await greetings.start(GreetingController);
    const context = { ...newContext(), requestId: 'r1' };
    const reply = await client.call(formal.operations.greet, { body: { name: 'Ada' } }, context);
    expect(reply).toEqual({ text: 'Hello Ada!' });
    expect(seen).toEqual(['guard r1', 'interceptor r1']);
  });

  it('BusTransport: replies PERMISSION_DENIED when a guard refuses', async () => {
    const client = await greetings.start(GreetingController);
    const refusal = client.call(formal.operations.greet, { body: { name: 'Eve' } });
    await expect(refusal).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('BusTransport: serves two contracts with one method where both name it the same', async () => {
    const client = await greetings.start(GreetingController);
    const reply = await client.call(informal.operations.greet, { body: { name: 'Ada' } });
    expect(reply).toEqual({ text: 'Hello Ada!' });
  });

  it('BusTransport: passes the context to a handler and refuses invalid input before it', async () => {
    const client = await greetings.start(GreetingController);
    const context = { ...newContext(), requestId: 'r2' };
    const { shout } = informal.operations;
    expect(await client.call(shout, { body: { name: 'Ada' } }, context)).toEqual({ text: 'r2' });
    const refusal = client.call(shout, { body: {} as Name });
    await expect(refusal).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('BusTransport: runs a pipe of Nest on a parameter that asks for it', async () => {
    const client = await greetings.start(GreetingController);
    const context = { ...newContext(), requestId: 'r3' };
    const reply = await client.call(informal.operations.whisper, { body: { name: 'Ada' } }, context);
    expect(reply).toEqual({ text: 'ada r3' });
  });

  it('BusTransport: runs an exception filter of Nest, and carries domain errors with their details', async () => {
    const client = await greetings.start(GreetingController);
    const shouting = (name: string) => client.call(informal.operations.shout, { body: { name } });
    await expect(shouting('range')).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { reason: 'too loud' },
    });
    await expect(shouting('taken')).rejects.toMatchObject({ code: 'ALREADY_GREETED', details: { since: 3 } });
  });

  it('BusTransport: hides an unknown error from the caller and passes it to the observer', async () => {
    const client = await greetings.start(GreetingController);
    const failure = client.call(informal.operations.shout, { body: { name: 'secret' } });
    await expect(failure).rejects.toMatchObject({ code: 'INTERNAL', details: {} });
    expect(greetings.failures.map(String)).toContain('Error: password=secret');
  });

  it('BusTransport: refuses to start with a pattern that belongs to no contract', async () => {
    @Controller()
    class Stranger {
      @MessagePattern('greeting.unknown')
      answer(): void {
        return;
      }
    }
    await expect(greetings.start(Stranger)).rejects.toThrow('greeting.unknown is no operation of a contract');
  });

  it('BusTransport: refuses to start with two handlers of one operation and names both', async () => {
    await expect(greetings.start(GreetingController, SecondController)).rejects.toThrow(
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
    await expect(greetings.start(SecondController, Listening)).rejects.toThrow(
      'SecondController.greet and one without @Handles',
    );
  });

  it('BusTransport: makes a REQUEST-scoped controller for each call, with its context', async () => {
    const client = await greetings.start(ScopedController);
    const greet = (requestId: string) =>
      client.call(formal.operations.greet, { body: { name: 'Ada' } }, { ...newContext(), requestId });
    expect(await Promise.all([greet('r4'), greet('r5')])).toEqual([{ text: 'r4 1' }, { text: 'r5 1' }]);
  });
});
