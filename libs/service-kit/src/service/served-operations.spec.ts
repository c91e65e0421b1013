import { afterEach, describe, expect, it } from '@jest/globals';
import { type Contract, contract, internal, op } from '@argus/contracts';
import { Controller, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, NestFactory } from '@nestjs/core';
import { Handles } from '../bindings/handles.js';
import { assertServesCatalogue, servedOperations } from './served-operations.js';

const owner = { family: 'attendance', tag: 'Internal' } as const;
const rings = () => op({ summary: 'Rings', access: internal() });
const bell = contract('church.bell', owner, { ring: rings(), toll: rings() });
const organ = contract('church.organ', owner, { play: rings() });
const otherBell = contract('school.bell', owner, { ring: rings() });
const links = contract('church.root', owner, {
  show: op({
    summary: 'Links',
    access: internal(),
    http: { method: 'GET', path: '/', links: { bells: '/bells/' } },
  }),
});

@Controller()
@Handles(bell)
class BellController {
  async ring(): Promise<void> {
    return;
  }
  async toll(): Promise<void> {
    return;
  }
}

@Module({ imports: [DiscoveryModule], controllers: [BellController] })
class WithBell {}
@Module({ imports: [DiscoveryModule] })
class WithoutBell {}

describe('assertServesCatalogue', () => {
  let app: INestApplicationContext | undefined;

  const check = async (module: Type<unknown>, catalogue: readonly Contract[]): Promise<void> => {
    app = await NestFactory.createApplicationContext(module, { logger: false });
    assertServesCatalogue({ name: 'church', module }, servedOperations(app.get(DiscoveryService)), catalogue);
  };

  afterEach(() => app?.close());

  it('assertServesCatalogue: accepts a service that answers what the catalogue has in its name, without links', async () => {
    await expect(check(WithBell, [bell, otherBell, links])).resolves.toBeUndefined();
  });

  it('assertServesCatalogue: names every operation that no controller answers, and the root module', async () => {
    await expect(check(WithoutBell, [bell])).rejects.toThrow(
      "church does not answer church.bell.ring, church.bell.toll: import the noun's module in WithoutBell",
    );
    await expect(check(WithBell, [bell, organ])).rejects.toThrow('church does not answer church.organ.play');
  });

  it('assertServesCatalogue: names every answered operation that is in no catalogue, and where to export it', async () => {
    await expect(check(WithBell, [otherBell])).rejects.toThrow(
      /^church answers church\.bell\.ring, church\.bell\.toll, which no catalogue has: .*catalogue\.ts$/,
    );
  });
});
