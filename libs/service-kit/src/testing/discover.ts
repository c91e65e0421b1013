import type { Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { BindingDiscovery } from '../bindings/binding-discovery.js';

/** Makes a module's instances and returns what discovery finds among them. */
export const discover = async (module: Type<unknown>): Promise<BindingDiscovery> => {
  const root = { module: class {}, imports: [module, DiscoveryModule], providers: [BindingDiscovery] };
  const context = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
  return context.get(BindingDiscovery);
};
