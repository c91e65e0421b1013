import { authenticated, contract, errorReply, op, pageOf, PageQuery } from '../contract/index.js';
import {
  boolean,
  choice,
  declareField,
  Field,
  opaqueText,
  passwordText,
  soughtText,
  text,
} from '../fields/index.js';
import {
  accountFamilies,
  type AccountFamily,
  LinkedAccountPage,
  linkErrors,
  notLinked,
} from './linked-account.js';

export class SessionView {
  @Field(text({ format: 'uuid' })) id!: string;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text({ format: 'date-time' })) last_used_at!: string;
  @Field(text({ format: 'date-time' }), { nullable: true }) expires_at!: string | null;
  @Field(text(), { nullable: true }) client_address!: string | null;
  @Field(text(), { nullable: true }) user_agent!: string | null;
  @Field(boolean(), { description: 'Whether this request belongs to it' }) is_current!: boolean;
}

export class SessionPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
}

export class ChangePassword {
  @Field(passwordText(), { secret: true }) current_password!: string;
  @Field(passwordText(), { secret: true }) new_password!: string;
}

export const SessionPage = pageOf(SessionView);

export class LinkAccount {
  @Field(passwordText(), {
    secret: true,
    description: 'Password of the account that is logged in',
  })
  password!: string;
  @Field(choice(...accountFamilies), { description: 'Family of the other account' }) family!: AccountFamily;
  @Field(soughtText({ maxLength: 255 }), { description: 'User name of the other account' }) username!: string;
  @Field(passwordText(), {
    secret: true,
    description: 'Password of the other account',
  })
  account_password!: string;
}

export class LinkPath {
  @Field(choice(...accountFamilies)) family!: AccountFamily;
}

/** Returns the class with another family than the person's own in its example. */
function linkedTo<T extends object>(Class: new () => T, own: AccountFamily): new () => T {
  const example = accountFamilies.find((family) => family !== own);
  const Named = { [Class.name]: class extends (Class as new () => object) {} }[Class.name] as new () => T;
  declareField(Named.prototype as object, 'family', choice(...accountFamilies), {
    description: 'Family of the other account',
    example,
  });
  return Named;
}

/** Returns the contract for a person's own account. It is the same in every family with accounts. */
function ownAccountContract<F extends AccountFamily>(family: F, prefix: string) {
  /* ProctorX documents its paths without a trailing slash, the other families with one. */
  const slash = family === 'proctorx' ? '' : '/';
  const wrongPassword = errorReply(400, 'That is not your password.', 'current_password');
  return contract(
    `identity.${family}-self`,
    { family, tag: 'Own account' },
    {
      listSessions: op({
        http: { method: 'GET', path: `${prefix}/sessions${slash}` },
        query: PageQuery,
        reply: SessionPage,
        access: authenticated(),
        sessionOnly: 'always',
        summary: 'List your sessions, last used first',
      }),
      endSession: op({
        http: { method: 'DELETE', path: `${prefix}/sessions/{id}${slash}`, status: 204 },
        params: SessionPath,
        access: authenticated(),
        sessionOnly: 'always',
        errors: { SESSION_NOT_FOUND: errorReply(404, 'Not found.', 'detail') },
        summary: 'End one of your sessions; its tokens stop working everywhere within seconds',
      }),
      endOtherSessions: op({
        http: { method: 'DELETE', path: `${prefix}/sessions${slash}`, status: 204 },
        access: authenticated(),
        sessionOnly: 'always',
        summary: 'End all your sessions except this one',
      }),
      changePassword: op({
        http: { method: 'POST', path: `${prefix}/password${slash}`, status: 204 },
        body: ChangePassword,
        access: authenticated(),
        sessionOnly: 'always',
        limit: 'authentication',
        errors: {
          INVALID_CREDENTIALS: wrongPassword,
          PASSWORD_TOO_WEAK: errorReply(400, 'This password is too common.', 'new_password'),
        },
        summary: 'Change your password; all sessions end, including this one',
      }),
      listLinks: op({
        http: { method: 'GET', path: `${prefix}/links${slash}` },
        query: PageQuery,
        reply: LinkedAccountPage,
        access: authenticated(),
        sessionOnly: 'always',
        summary: 'List the accounts of other families that are linked to this one',
      }),
      link: op({
        http: { method: 'POST', path: `${prefix}/links${slash}`, status: 204 },
        body: linkedTo(LinkAccount, family),
        access: authenticated(),
        sessionOnly: 'always',
        limit: 'authentication',
        errors: {
          ...linkErrors,
          INVALID_CREDENTIALS: errorReply(400, 'The passwords do not fit the two accounts.'),
        },
        summary: 'Link an account of another family; needs both passwords',
      }),
      unlink: op({
        http: { method: 'DELETE', path: `${prefix}/links/{family}${slash}`, status: 204 },
        params: linkedTo(LinkPath, family),
        access: authenticated(),
        sessionOnly: 'always',
        errors: notLinked,
        summary: 'Unlink the account of another family',
      }),
    },
  );
}

export const eyetrackerSelfContract = ownAccountContract('eyetracker', '/api/accounts');
export const techtrackSelfContract = ownAccountContract('techtrack', '/api/users/me');
export const attendanceSelfContract = ownAccountContract('attendance', '/api/v1/auth');
export const proctorxSelfContract = ownAccountContract('proctorx', '/account');

export type OwnAccountContract = typeof attendanceSelfContract;
