import { isURL } from 'class-validator/cjs/decorator/string/IsUrl.js';
import { anyone, authenticated, contract, errorReply, op } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  type FieldType,
  freeText,
  integer,
  nameText,
  opaqueText,
  passwordText,
  refuse,
  soughtText,
  text,
} from '../fields/index.js';
import { accountEmail, loginName } from '../names/index.js';
import { TokenPair } from './eyetracker-accounts.contract.js';

export const proctorxTypes = ['student', 'institute'] as const;

/** Reads any text, because the document words a wrong type itself and checks it last. */
const userType = (): FieldType<string> => ({ ...text(), schema: choice(...proctorxTypes).schema });

const typeMeaning = 'Whether the account belongs to a student or to an institute';

export class Signup {
  @Field(loginName({ maxLength: 150 }), { example: 'testuser' }) username!: string;
  @Field(passwordText(), { secret: true, example: 'testpassword' })
  password!: string;
  @Field(accountEmail(), { example: 'testuser@example.com' }) email!: string;
  @Field(userType(), { description: typeMeaning, example: 'student' }) type!: string;
  @Field(nameText({ maxLength: 150 }), {
    optional: true,
    description: 'Default: the user name',
    example: 'Test User',
  })
  name?: string;
}

export class ProctorxLogin {
  @Field(soughtText({ maxLength: 150 }), { example: 'testuser' }) username!: string;
  @Field(passwordText(), { secret: true, example: 'testpassword' })
  password!: string;
}

export class ProctorxRefresh {
  @Field(opaqueText({ maxLength: 2048 }), { secret: true }) refresh!: string;
}

export class ProctorxProfile {
  @Field(boolean()) ok!: boolean;
  @Field(choice(...proctorxTypes), { description: typeMeaning }) type!: string;
  @Field(text(), { example: 'Jane Doe' }) name!: string;
  @Field(text()) username!: string;
  @Field(text()) email!: string;
  @Field(text({ allowBlank: true })) bio!: string;
  @Field(text({ allowBlank: true })) profile_url!: string;
}

const webAddress = (): FieldType<string> => {
  const inner = nameText({ maxLength: 500, format: 'uri' });
  return {
    ...inner,
    read(value, path) {
      const read = inner.read(value, path);
      /* Browsers load it as a picture, so other schemes such as `javascript:` would be dangerous. */
      const fits = isURL(read, { protocols: ['http', 'https'], require_protocol: true, require_tld: false });
      return fits ? read : refuse(path, 'invalid', { text: 'Enter a valid URL.' });
    },
  };
};

export class UpdateProctorxProfile {
  @Field(nameText({ maxLength: 150 }), { optional: true, example: 'Jane Doe' }) name?: string;
  @Field(freeText({ maxLength: 1000, allowBlank: true }), { optional: true, example: 'IIT Ropar 2025' })
  bio?: string;
  @Field(webAddress(), { optional: true, nullable: true, description: 'Null for the default picture' })
  profile_url?: string | null;
}

export class ProctorxLoggedIn extends ProctorxProfile {
  @Field(text(), { secret: true }) refresh!: string;
  @Field(text(), { secret: true }) access!: string;
  @Field(integer(), { description: 'Seconds until `access` expires', example: 3600 }) expires_in!: number;
}

export class ProctorxRefreshed {
  @Field(boolean()) ok!: boolean;
  @Field(text(), { secret: true }) access!: string;
  @Field(integer(), { description: 'Seconds until `access` expires', example: 3600 }) expires_in!: number;
  @Field(text(), {
    secret: true,
    description: 'In the security profile `strict` it replaces the refresh token that was sent',
  })
  refresh!: string;
}

export class ProctorxMessage {
  @Field(boolean()) ok!: boolean;
  @Field(text(), { example: 'Successfully logged out' }) message!: string;
}

const refreshError = (status: number) => {
  const reply = errorReply(status, 'Invalid refresh token');
  return {
    REFRESH_TOKEN_INVALID: reply,
    REFRESH_TOKEN_ENDED: reply,
    REFRESH_TOKEN_WRONG_TYPE: reply,
    VALIDATION_FAILED: reply,
    MALFORMED_BODY: reply,
  };
};

/** Accounts of ProctorX: sign-up, log-in and the profile. */
export const proctorxAccountsContract = contract(
  'identity.proctorx-account',
  { family: 'proctorx', tag: 'Authentication' },
  {
    signup: op({
      subject: 'identity.proctorx-account.create',
      http: { method: 'POST', path: '/signup', status: 201 },
      undeclared: 'ignored',
      body: Signup,
      reply: ProctorxProfile,
      access: anyone(),
      limit: 'sign-up',
      errors: {
        USERNAME_TAKEN: errorReply(400, 'Username already exists'),
        EMAIL_TAKEN: errorReply(400, 'Email already exists'),
        USER_TYPE_INVALID: errorReply(400, 'Invalid user type'),
        PASSWORD_TOO_WEAK: errorReply(400, 'This password is too common; choose another one'),
      },
      summary: 'Sign up as a student or an institute',
    }),
    login: op({
      subject: 'identity.proctorx-session.create',
      http: { method: 'POST', path: '/login' },
      undeclared: 'ignored',
      body: ProctorxLogin,
      reply: ProctorxLoggedIn,
      access: anyone(),
      limit: 'authentication',
      errors: {
        INVALID_CREDENTIALS: errorReply(401, 'Invalid username or password'),
        VALIDATION_FAILED: errorReply(401, 'Invalid input'),
        MALFORMED_BODY: errorReply(401, 'Invalid input'),
      },
      summary: 'Log in; returns the profile and tokens',
    }),
    obtain: op({
      subject: 'identity.proctorx-token.create',
      http: { method: 'POST', path: '/token' },
      undeclared: 'ignored',
      body: ProctorxLogin,
      reply: TokenPair,
      access: anyone(),
      limit: 'authentication',
      errors: {
        INVALID_CREDENTIALS: errorReply(401, 'No active account found with the given credentials', 'detail', {
          challenge: true,
        }),
      },
      summary: 'Get an access token (one hour) and a refresh token',
    }),
    refresh: op({
      subject: 'identity.proctorx-token.refresh',
      http: { method: 'POST', path: '/token/refresh' },
      undeclared: 'ignored',
      body: ProctorxRefresh,
      reply: ProctorxRefreshed,
      access: anyone(),
      limit: 'refresh',
      errors: refreshError(401),
      summary: 'Get a new access token',
    }),
    logout: op({
      subject: 'identity.proctorx-session.end',
      http: { method: 'POST', path: '/logout', status: 205 },
      undeclared: 'ignored',
      body: ProctorxRefresh,
      reply: ProctorxMessage,
      access: anyone(),
      errors: refreshError(400),
      summary: 'End the session that the refresh token belongs to; do not parse the body of the 205',
    }),
    profile: op({
      subject: 'identity.proctorx-account.get',
      http: { method: 'GET', path: '/account' },
      reply: ProctorxProfile,
      access: authenticated(),
      summary: 'Read your profile',
    }),
    updateProfile: op({
      subject: 'identity.proctorx-account.update',
      http: { method: 'PATCH', path: '/account' },
      body: UpdateProctorxProfile,
      reply: ProctorxProfile,
      access: authenticated(),
      summary: 'Change your profile; fields left out keep their value',
    }),
  },
);
