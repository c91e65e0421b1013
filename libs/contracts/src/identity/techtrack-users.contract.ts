import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  integer,
  nameText,
  passwordText,
  searchText,
  text,
} from '../fields/index.js';
import { accountEmail, ambiguousReference, idOrName, loginName } from '../names/index.js';
import { GeneratedPassword } from './attendance-accounts.contract.js';

/** libs/contracts/src/equipment/rights.ts lists the rights of each role, if roles are enforced. */
export const techtrackRoles = ['admin', 'engineer', 'operator', 'viewer'] as const;
export type TechtrackRole = (typeof techtrackRoles)[number];

export class TechtrackUserView {
  @Field(integer()) id!: number;
  @Field(text()) username!: string;
  @Field(text(), { nullable: true }) email!: string | null;
  @Field(text({ allowBlank: true })) first_name!: string;
  @Field(text({ allowBlank: true })) last_name!: string;
  @Field(choice(...techtrackRoles)) role!: string;
  @Field(boolean()) is_active!: boolean;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text({ format: 'date-time' }), { nullable: true }) last_login!: string | null;
}

export class TechtrackUserQuery extends PageQuery {
  @Field(choice(...techtrackRoles), { optional: true, description: 'Only this role', example: 'operator' })
  role?: TechtrackRole;
  @Field(searchText({ allowBlank: true, maxLength: 200 }), {
    optional: true,
    description: 'Words, each a part of first name, last name, email or user name',
  })
  search?: string;
}

export class TechtrackUserPath {
  @Field(idOrName({ maxLength: 150 }), { description: 'Integer id or user name', example: 'engineer' })
  id!: string;
}

export class CreateTechtrackUser {
  @Field(loginName({ maxLength: 150 }), { example: 'line2' }) username!: string;
  @Field(passwordText(), { secret: true, example: 'correct horse battery' })
  password!: string;
  @Field(accountEmail(), { optional: true, nullable: true }) email?: string | null;
  @Field(nameText({ maxLength: 150, allowBlank: true }), { optional: true }) first_name?: string;
  @Field(nameText({ maxLength: 150, allowBlank: true }), { optional: true }) last_name?: string;
  @Field(choice(...techtrackRoles), { default: 'operator' }) role!: TechtrackRole;
}

export class UpdateTechtrackUser {
  @Field(accountEmail(), { optional: true, nullable: true }) email?: string | null;
  @Field(nameText({ maxLength: 150, allowBlank: true }), { optional: true }) first_name?: string;
  @Field(nameText({ maxLength: 150, allowBlank: true }), { optional: true }) last_name?: string;
  @Field(choice(...techtrackRoles), { optional: true, example: 'operator' }) role?: TechtrackRole;
  @Field(boolean(), { optional: true }) is_active?: boolean;
}

const notFound = { USER_NOT_FOUND: errorReply(404, 'Not found.', 'detail'), ...ambiguousReference };
const emailTaken = { EMAIL_TAKEN: errorReply(400, 'A user with that email already exists.', 'email') };
const lastAdmin = {
  LAST_ADMIN: errorReply(400, 'The last active admin keeps that role and stays active.'),
};

/** Users of TechTrack. The document promises "creating, reading, updating, and deleting users" without paths. */
export const techtrackUsersContract = contract(
  'identity.techtrack-account',
  { family: 'techtrack', tag: 'Users' },
  {
    list: op({
      http: { method: 'GET', path: '/api/users/' },
      query: TechtrackUserQuery,
      reply: pageOf(TechtrackUserView),
      access: roles('admin'),
      summary: 'List users, ordered by user name',
    }),
    create: op({
      http: { method: 'POST', path: '/api/users/', status: 201 },
      body: CreateTechtrackUser,
      reply: TechtrackUserView,
      access: roles('admin'),
      errors: {
        ...emailTaken,
        USERNAME_TAKEN: errorReply(400, 'A user with that username already exists.', 'username'),
        PASSWORD_TOO_WEAK: errorReply(400, 'This password is too common.', 'password'),
      },
      summary: 'Create a user',
    }),
    get: op({
      http: { method: 'GET', path: '/api/users/{id}/' },
      params: TechtrackUserPath,
      reply: TechtrackUserView,
      access: roles('admin'),
      errors: notFound,
      summary: 'Read a user, by integer id or user name',
    }),
    update: op({
      http: { method: 'PUT', path: '/api/users/{id}/' },
      params: TechtrackUserPath,
      body: UpdateTechtrackUser,
      reply: TechtrackUserView,
      access: roles('admin'),
      errors: { ...notFound, ...emailTaken, ...lastAdmin },
      summary: 'Change a user; fields left out keep their value',
    }),
    patch: op({
      http: { method: 'PATCH', path: '/api/users/{id}/' },
      params: TechtrackUserPath,
      body: UpdateTechtrackUser,
      reply: TechtrackUserView,
      access: roles('admin'),
      errors: { ...notFound, ...emailTaken, ...lastAdmin },
      summary: 'Change a user (alias of PUT); fields left out keep their value',
    }),
    deactivate: op({
      http: { method: 'DELETE', path: '/api/users/{id}/', status: 204 },
      params: TechtrackUserPath,
      access: roles('admin'),
      errors: { ...notFound, ...lastAdmin },
      summary: 'Deactivate a user; sessions end, their records stay',
    }),
    resetPassword: op({
      http: { method: 'POST', path: '/api/users/{id}/password/' },
      params: TechtrackUserPath,
      reply: GeneratedPassword,
      access: roles('admin'),
      errors: notFound,
      summary: 'Give a user a new, random password and end all sessions',
    }),
    endSessions: op({
      http: { method: 'DELETE', path: '/api/users/{id}/sessions/', status: 204 },
      params: TechtrackUserPath,
      access: roles('admin'),
      errors: notFound,
      summary: 'End all sessions of a user',
    }),
  },
);
