import type { DynamicModule } from '@nestjs/common';

/** Returns a module and all that it imports, each once, as classes and dynamic modules. Nest need not have started. */
export function moduleTree(module: unknown, seen = new Set<unknown>()): unknown[] {
  if (module === undefined || seen.has(module)) return [];
  seen.add(module);
  const { module: own, imports = [] } = module as Partial<DynamicModule>;
  for (const next of [own, ...staticsOf(module, 'imports'), ...imports]) moduleTree(next, seen);
  return [...seen];
}

/** Returns what `@Module()` lists under a name. */
export function staticsOf(module: unknown, name: 'imports' | 'providers' | 'controllers'): unknown[] {
  return typeof module === 'function' ? ((Reflect.getMetadata(name, module) as unknown[]) ?? []) : [];
}
