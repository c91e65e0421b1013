import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { EntitySchema } from 'typeorm';

type Entity = Type<unknown> | EntitySchema;

interface EntitiesOfFeature extends DynamicModule {
  readonly entities: readonly Entity[];
}

/** Declares the entities of a feature module, as `TypeOrmModule.forFeature` does. */
@Module({})
export class Entities {
  static forFeature(entities: readonly Entity[]): EntitiesOfFeature {
    return { module: Entities, entities };
  }
}

/** Returns the entities of a module and of all that it imports. Called before Nest starts, since the database opens first. */
export function entitiesOf(module: unknown, seen = new Set<unknown>()): Entity[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const dynamic = module as Partial<EntitiesOfFeature>;
  const statics =
    typeof module === 'function' ? (Reflect.getMetadata('imports', module) as unknown[] | undefined) : [];
  const imports = [...(statics ?? []), ...(dynamic.imports ?? [])];
  const nested = [dynamic.module, ...imports].filter((one) => one !== undefined);
  return [...new Set([...(dynamic.entities ?? []), ...nested.flatMap((one) => entitiesOf(one, seen))])];
}
