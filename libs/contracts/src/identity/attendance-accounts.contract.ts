import { contract, errorReply, op, pageOf, PageQuery, roles, selfOr } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  integer,
  nameText,
  passwordText,
  searchText,
  soughtText,
  text,
} from '../fields/index.js';
import { accountEmail, ambiguousReference, idOrName, loginName } from '../names/index.js';
import {
  accountFamilies,
  type AccountFamily,
  LinkedAccountPage,
  linkErrors,
  notLinked,
} from './linked-account.js';

export const attendanceRoles = ['admin', 'faculty', 'student'] as const;
export type AttendanceRole = (typeof attendanceRoles)[number];

export class UserView {
  @Field(integer()) id!: number;
  @Field(text(), { example: 'FAC001' }) employee_id!: string;
  @Field(text()) email!: string;
  @Field(text({ allowBlank: true })) first_name!: string;
  @Field(text({ allowBlank: true })) last_name!: string;
  @Field(choice(...attendanceRoles)) role!: string;
  @Field(text({ allowBlank: true }), { nullable: true }) department!: string | null;
  @Field(text({ allowBlank: true }), { nullable: true }) phone_number!: string | null;
  @Field(boolean()) is_active!: boolean;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text({ format: 'date-time' }), { nullable: true }) last_login!: string | null;
  @Field(boolean()) face_enrolled!: boolean;
}

export class UserQuery extends PageQuery {
  @Field(choice(...attendanceRoles), { optional: true, description: 'Only this role' })
  role?: AttendanceRole;
  @Field(searchText({ allowBlank: true }), {
    optional: true,
    description: 'Part of the department',
  })
  department?: string;
  @Field(searchText({ allowBlank: true, maxLength: 200 }), {
    optional: true,
    description: 'Words, each a part of first name, last name, email or employee id',
  })
  search?: string;
}

export class UserPath {
  @Field(idOrName({ maxLength: 64 }), { description: 'Integer id or employee id', example: 'FAC001' })
  id!: string;
}

export class CreateUser {
  @Field(loginName({ maxLength: 20 }), { example: 'STU1234' }) employee_id!: string;
  @Field(accountEmail(), { example: 'jane.smith@student.college.edu' }) email!: string;
  @Field(nameText({ maxLength: 150 }), { example: 'Jane' }) first_name!: string;
  @Field(nameText({ maxLength: 150, allowBlank: true }), { default: '', example: 'Smith' })
  last_name!: string;
  @Field(choice(...attendanceRoles), { default: 'student' }) role!: AttendanceRole;
  @Field(nameText({ maxLength: 100, allowBlank: true }), {
    optional: true,
    nullable: true,
    example: 'Computer Science',
  })
  department?: string | null;
  @Field(nameText({ maxLength: 15, allowBlank: true }), { optional: true, nullable: true })
  phone_number?: string | null;
  @Field(passwordText({ minLength: 8 }), {
    secret: true,
    example: 'secure_password123',
  })
  password!: string;
}

export class UpdateUser {
  @Field(soughtText({ maxLength: 20 }), {
    optional: true,
    description: 'The employee id of the account, which cannot be changed: another one is refused',
  })
  employee_id?: string;
  @Field(nameText({ maxLength: 150 }), { optional: true }) first_name?: string;
  @Field(nameText({ maxLength: 150, allowBlank: true }), { optional: true }) last_name?: string;
  @Field(accountEmail(), { optional: true }) email?: string;
  @Field(choice(...attendanceRoles), { optional: true }) role?: AttendanceRole;
  @Field(nameText({ maxLength: 100, allowBlank: true }), { optional: true, nullable: true }) department?:
    string | null;
  @Field(nameText({ maxLength: 15, allowBlank: true }), { optional: true, nullable: true }) phone_number?:
    string | null;
  @Field(boolean(), { optional: true }) is_active?: boolean;
}

export class GeneratedPassword {
  @Field(text(), { secret: true, description: 'It is shown only once' }) password!: string;
}

export class LinkUser {
  @Field(choice(...accountFamilies), { description: 'Family of the other account' }) family!: AccountFamily;
  @Field(soughtText({ maxLength: 255 }), { description: 'User name of the other account' }) username!: string;
}

export class UserLinkPath extends UserPath {
  @Field(choice(...accountFamilies)) family!: AccountFamily;
}

const notFound = { USER_NOT_FOUND: errorReply(404, 'Not found.', 'detail'), ...ambiguousReference };
const emailTaken = { EMAIL_TAKEN: errorReply(400, 'user with this email already exists.', 'email') };

/** Users of attendance. Administrators manage them; a user may read their own account. */
export const attendanceAccountsContract = contract(
  'identity.attendance-account',
  { family: 'attendance', tag: 'Users' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/users/' },
      query: UserQuery,
      reply: pageOf(UserView),
      access: roles('admin'),
      summary: 'List users, ordered by employee id',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/users/', status: 201 },
      undeclared: 'ignored',
      body: CreateUser,
      reply: UserView,
      access: roles('admin'),
      sessionOnly: 'privileged',
      errors: {
        ...emailTaken,
        USERNAME_TAKEN: errorReply(400, 'user with this employee id already exists.', 'employee_id'),
        PASSWORD_TOO_WEAK: errorReply(400, 'This password is too common.', 'password'),
      },
      summary: 'Create a user',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/users/{id}/' },
      params: UserPath,
      reply: UserView,
      access: selfOr('id', 'admin'),
      errors: notFound,
      summary: 'Read a user, by integer id or employee id',
    }),
    update: op({
      http: { method: 'PUT', path: '/api/v1/users/{id}/' },
      undeclared: 'ignored',
      params: UserPath,
      body: UpdateUser,
      reply: UserView,
      access: roles('admin'),
      sessionOnly: 'privileged',
      errors: {
        ...notFound,
        ...emailTaken,
        EMPLOYEE_ID_FIXED: errorReply(400, 'The employee id cannot be changed.', 'employee_id'),
        LAST_ADMIN: errorReply(400, 'The last active admin keeps that role and stays active.'),
      },
      summary: 'Change a user; fields left out keep their value',
    }),
    deactivate: op({
      http: { method: 'DELETE', path: '/api/v1/users/{id}/', status: 204 },
      undeclared: 'ignored',
      params: UserPath,
      access: roles('admin'),
      sessionOnly: 'privileged',
      errors: {
        ...notFound,
        LAST_ADMIN: errorReply(400, 'The last active admin keeps that role and stays active.'),
      },
      summary: 'Deactivate a user; sessions end, attendance stays',
    }),
    resetPassword: op({
      http: { method: 'POST', path: '/api/v1/users/{id}/password/' },
      params: UserPath,
      reply: GeneratedPassword,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: notFound,
      summary: 'Give a user a new, random password and end all sessions',
    }),
    endSessions: op({
      http: { method: 'DELETE', path: '/api/v1/users/{id}/sessions/', status: 204 },
      params: UserPath,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: notFound,
      summary: 'End all sessions of a user',
    }),
    listLinks: op({
      http: { method: 'GET', path: '/api/v1/users/{id}/links/' },
      params: UserPath,
      query: PageQuery,
      reply: LinkedAccountPage,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: notFound,
      summary: 'List the accounts of other families that are linked to a user',
    }),
    link: op({
      http: { method: 'POST', path: '/api/v1/users/{id}/links/', status: 204 },
      params: UserPath,
      body: LinkUser,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: {
        ...notFound,
        ...linkErrors,
        ACCOUNT_NOT_FOUND: errorReply(400, 'No such account.', 'username'),
      },
      summary: 'Link an account of another family to a user',
    }),
    unlink: op({
      http: { method: 'DELETE', path: '/api/v1/users/{id}/links/{family}/', status: 204 },
      params: UserLinkPath,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: { ...notFound, ...notLinked },
      summary: 'Unlink the account of another family from a user',
    }),
  },
);
