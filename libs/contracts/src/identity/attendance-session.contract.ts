import { anyone, authenticated, contract, errorReply, op } from '../contract/index.js';
import {
  email,
  Field,
  integer,
  object,
  opaqueText,
  passwordText,
  soughtText,
  text,
} from '../fields/index.js';
import { refreshErrors } from './session-errors.js';

export class AttendanceLogin {
  @Field(email(), {
    requiredUnless: 'username',
    example: 'user@example.com',
  })
  email?: string;
  @Field(soughtText({ maxLength: 150 }), {
    optional: true,
    description: 'The employee id, instead of `email`',
  })
  username?: string;
  @Field(passwordText(), { secret: true, example: 'secure_password' })
  password!: string;
}

export class SessionUserView {
  @Field(integer()) id!: number;
  @Field(text()) email!: string;
  @Field(text()) role!: string;
  @Field(text({ allowBlank: true })) first_name!: string;
  @Field(text({ allowBlank: true })) last_name!: string;
}

export class AttendanceTokens {
  @Field(text(), { secret: true, description: 'ES256 JWT, valid for 60 minutes' }) access!: string;
  @Field(text(), { secret: true, description: 'Opaque, valid for 7 days' }) refresh!: string;
  @Field(object(SessionUserView)) user!: SessionUserView;
}

export class RefreshToken {
  @Field(opaqueText({ maxLength: 2048 }), { secret: true }) refresh!: string;
}

export class RefreshedTokens {
  @Field(text(), { secret: true }) access!: string;
  @Field(text(), { secret: true }) refresh!: string;
}

export class Message {
  @Field(text(), { example: 'Successfully logged out' }) message!: string;
}

/** Log-in, refresh and log-out of attendance. Clients of the original API refresh at a second path. */
export const attendanceSessionContract = contract(
  'identity.attendance-session',
  { family: 'attendance', tag: 'Sessions' },
  {
    login: op({
      subject: 'identity.attendance-session.create',
      http: { method: 'POST', path: '/api/v1/auth/login/' },
      undeclared: 'ignored',
      body: AttendanceLogin,
      reply: AttendanceTokens,
      access: anyone(),
      limit: 'authentication',
      errors: { INVALID_CREDENTIALS: errorReply(401, 'Invalid credentials') },
      summary: 'Log in and get an access and a refresh token',
    }),
    refresh: op({
      http: { method: 'POST', path: '/api/v1/auth/refresh/' },
      undeclared: 'ignored',
      body: RefreshToken,
      reply: RefreshedTokens,
      access: anyone(),
      limit: 'refresh',
      errors: refreshErrors,
      summary: 'Get a new access token',
    }),
    refreshAlias: op({
      http: { method: 'POST', path: '/api/v1/auth/token/refresh/' },
      undeclared: 'ignored',
      body: RefreshToken,
      reply: RefreshedTokens,
      access: anyone(),
      limit: 'refresh',
      errors: refreshErrors,
      summary: 'Get a new access token (alias, at the path of the original API)',
    }),
    logout: op({
      subject: 'identity.attendance-session.end',
      http: { method: 'POST', path: '/api/v1/auth/logout/' },
      undeclared: 'ignored',
      body: RefreshToken,
      reply: Message,
      access: authenticated(),
      sessionOnly: 'always',
      errors: {
        REFRESH_TOKEN_INVALID: errorReply(400, 'Invalid token'),
        REFRESH_TOKEN_ENDED: errorReply(400, 'Invalid token'),
        REFRESH_TOKEN_WRONG_TYPE: errorReply(400, 'Invalid token'),
      },
      summary: 'End the session: its access and refresh tokens stop working everywhere',
    }),
  },
);
