import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type CanActivate,
  ConflictException,
  Controller,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { delayWhen, EMPTY, firstValueFrom, NEVER, type Observable, timeout } from 'rxjs';
import { Handles } from '../bindings/handles.js';
import { Greetings, informal, type Name, type Reply } from '../testing/greetings.js';

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

describe('BusErrorFilter', () => {
  const greetings = new Greetings();
  afterEach(() => greetings.stop());

  describe.each(['greet', 'whisper', 'shout'] as const)('BusErrorFilter: an error around %s', (method) => {
    const failing = async (name: string) => {
      const client = await greetings.start(FailingController);
      return client.call(informal.operations[method], { body: { name } });
    };

    it('BusErrorFilter: replies DEADLINE_EXCEEDED to a TimeoutError of rxjs', async () => {
      await expect(failing('late')).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
      expect(greetings.failures).toEqual([]);
    });

    it.each([
      ['text', 'RpcException'],
      ['object', 'RpcException'],
      ['http', 'ConflictException'],
    ])(
      'BusErrorFilter: replies INTERNAL to an exception of Nest and logs the way out: %s',
      async (name, type) => {
        await expect(failing(name)).rejects.toMatchObject({ code: 'INTERNAL', details: {} });
        expect(greetings.failures.map(String)).toEqual([
          expect.stringMatching(`${type} has no code of the contract: throw DomainError\\(code\\)`),
        ]);
      },
    );
  });

  it('BusErrorFilter: replies INTERNAL when an interceptor completes without a reply, and logs where', async () => {
    const client = await greetings.start(FailingController);
    const call = client.call(informal.operations.whisper, { body: { name: 'empty' } });
    await expect(call).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(greetings.failures.map(String)).toEqual([
      'Error: An interceptor of greeting.informal.whisper completed without a reply',
    ]);
  });
});
