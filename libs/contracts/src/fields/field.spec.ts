import { describe, expect, it } from '@jest/globals';
import { boolean, choice, Field, fieldsOf, integer, list, text } from './index.js';

/* `npm run typecheck` reports an unused `@ts-expect-error` if the wrong declaration below it compiles. */
class Declarations {
  @Field(integer()) count!: number;
  @Field(choice('a', 'b')) wider!: string;
  @Field(text(), { nullable: true }) orNull!: string | null;
  @Field(list(integer()), { optional: true }) orAbsent?: number[];
  @Field(text(), { requiredUnless: 'count' }) orOther?: string;
  @Field(boolean(), { default: true }) withDefault!: boolean;
  @Field(list(text()), { default: [] }) withEmptyList!: string[];

  // @ts-expect-error -- the property is a text, the field a number
  @Field(integer()) otherType!: string;
  // @ts-expect-error -- the field reads any text, the property takes two
  @Field(text()) narrower!: 'a' | 'b';
  // @ts-expect-error -- the field may be null, the property not
  @Field(text(), { nullable: true }) forgottenNull!: string;
  // @ts-expect-error -- the property may be null, the field never is
  @Field(text()) neverNull!: string | null;
  // @ts-expect-error -- the field may be absent, the property not
  @Field(text(), { optional: true }) forgottenAbsence!: string;
  // @ts-expect-error -- the field may be absent where another is given, the property not
  @Field(text(), { requiredUnless: 'count' }) forgottenAlternative!: string;
  // @ts-expect-error -- the property may be absent, the field never is
  @Field(text()) neverAbsent?: string;
  // @ts-expect-error -- the default is a number, the property a text
  @Field(text(), { default: 5 }) otherDefault!: string;
}

describe('@Field', () => {
  it('@Field: fieldsOf returns the fields of a class in the order of declaration', () => {
    const names = fieldsOf(Declarations).map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['count', 'wider', 'orNull']);
    expect(names).toHaveLength(15);
  });
});
