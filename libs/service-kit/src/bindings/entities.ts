import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { EntitySchema } from 'typeorm';
import { moduleTree } from './module-tree.js';

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
export function entitiesOf(module: unknown): Entity[] {
  const declared = moduleTree(module).flatMap((one) => (one as Partial<EntitiesOfFeature>).entities ?? []);
  return [...new Set(declared)];
}
