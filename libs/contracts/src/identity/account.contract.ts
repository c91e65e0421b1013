import { contract, errorReply, families, type Family, internal, op } from '../contract/index.js';
import { boolean, choice, Field, integer, text } from '../fields/index.js';

export class AccountReference {
  @Field(choice(...families)) family!: Family;
  @Field(integer(), { optional: true }) id?: number;
  @Field(text({ maxLength: 150 }), { optional: true, description: 'Used when `id` is absent' })
  username?: string;
}

/** The fields of an account that other services may read. */
export class AccountView {
  @Field(choice(...families)) family!: Family;
  @Field(integer()) id!: number;
  @Field(text(), { description: 'Attendance: the employee id' }) username!: string;
  @Field(text(), { nullable: true }) email!: string | null;
  @Field(text({ allowBlank: true })) first_name!: string;
  @Field(text({ allowBlank: true })) last_name!: string;
  @Field(text()) role!: string;
  @Field(text({ allowBlank: true }), { nullable: true }) department!: string | null;
  @Field(boolean()) is_active!: boolean;
  @Field(text({ format: 'uuid' }), {
    optional: true,
    nullable: true,
    description: 'Equal for all accounts of one person, as far as they are linked',
  })
  person_id?: string | null;
  @Field(integer(), { description: 'Increases with every change; a lower one is out of date' })
  revision!: number;
}

export class FoundAccount extends AccountView {
  @Field(boolean(), { optional: true, description: 'Absent in answers of earlier versions' })
  face_enrolled?: boolean;
}

/** Lets services look up an account for their own copy of people. */
export const accountContract = contract(
  'identity.account',
  { family: 'attendance', tag: 'Internal' },
  {
    find: op({
      body: AccountReference,
      reply: FoundAccount,
      access: internal(),
      errors: { ACCOUNT_NOT_FOUND: errorReply(404, 'Not found.', 'detail') },
      summary: 'Read one account by id or username',
    }),
  },
);
