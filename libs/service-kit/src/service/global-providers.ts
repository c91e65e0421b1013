import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { BindingDiscovery } from '../bindings/binding-discovery.js';

/** Root module around a service's own; makes the providers of the platform injectable everywhere in the service. */
class ServiceRoot {}

export const rootModule = (service: Type<unknown>, providers: Provider[]): DynamicModule => ({
  module: ServiceRoot,
  global: true,
  imports: [service, DiscoveryModule],
  providers: [...providers, BindingDiscovery],
  exports: providers.map((provider) => ('provide' in provider ? provider.provide : provider)),
});
