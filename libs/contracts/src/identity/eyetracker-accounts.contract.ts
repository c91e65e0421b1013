import { anyone, anyoneButBadTokens, contract, errorReply, op } from '../contract/index.js';
import { email, Field, Named, opaqueText, text, passwordText, soughtText } from '../fields/index.js';
import { accountEmail, loginName } from '../names/index.js';
import { Message } from './attendance-session.contract.js';
import { refreshErrors, tokenErrors } from './session-errors.js';

const eitherName = 'Either `email` or `username` is required';

@Named('Login')
export class EyetrackerLogin {
  @Field(email(), { requiredUnless: 'username', description: eitherName, example: 'pilot@example.com' })
  email?: string;
  @Field(soughtText({ maxLength: 255 }), { optional: true, description: eitherName }) username?: string;
  @Field(passwordText(), { secret: true, example: 'secure_password' })
  password!: string;
}

@Named('MyTokenObtainPair')
export class EyetrackerTokenObtain {
  @Field(soughtText({ maxLength: 254 }), {
    requiredUnless: 'username',
    description: eitherName,
    example: 'pilot@example.com',
  })
  email?: string;
  @Field(soughtText({ maxLength: 255 }), { optional: true, description: eitherName }) username?: string;
  @Field(passwordText(), { secret: true, example: 'secure_password' })
  password!: string;
}

/** Misspelt like the component of the original document. */
@Named('Registeration')
export class EyetrackerRegistration {
  @Field(loginName({ maxLength: 255 }), { example: 'pilot' }) username!: string;
  @Field(accountEmail(), { example: 'pilot@example.com' }) email!: string;
  @Field(passwordText({ maxLength: 128 }), { secret: true, example: 'secure_password' })
  password!: string;
}

export class TokenRefresh {
  @Field(opaqueText({ maxLength: 2048 }), { secret: true }) refresh!: string;
}

export class TokenPair {
  @Field(text(), { secret: true, description: 'Opaque, valid for a day' }) refresh!: string;
  @Field(text(), { secret: true, description: 'ES256 JWT' }) access!: string;
}

export class RefreshedToken {
  @Field(text(), { secret: true }) access!: string;
  @Field(text(), {
    secret: true,
    optional: true,
    description: 'Only in the security profile `strict`: replaces the refresh token that was sent',
  })
  refresh?: string;
}

export class LoggedIn extends Message {
  @Field(text(), {
    description: 'Sent as the cookie `sessionid`',
    example: '0af7651916cd43dd8448eb211c80319c',
  })
  session!: string;
  @Field(text(), {
    secret: true,
    description: 'Sent as the cookie `csrftoken`',
    example: '8448eb211c80319c0af7651916cd43dd',
  })
  csrf!: string;
}

const daySeconds = 86_400;

/** Accounts of EyeTracker: people register and log in themselves. */
export const eyetrackerAccountsContract = contract(
  'identity.eyetracker-token',
  { family: 'eyetracker', tag: 'Accounts' },
  {
    login: op({
      subject: 'identity.eyetracker-session.create',
      http: {
        method: 'POST',
        path: '/api/accounts/login/',
        cookies: {
          session: { name: 'sessionid', maxAgeSeconds: 14 * daySeconds, httpOnly: true },
          csrf: { name: 'csrftoken', maxAgeSeconds: 364 * daySeconds, httpOnly: false },
        },
      },
      undeclared: 'ignored',
      body: EyetrackerLogin,
      reply: LoggedIn,
      access: anyoneButBadTokens(),
      limit: 'authentication',
      errors: { INVALID_CREDENTIALS: errorReply(401, 'Invalid credentials') },
      summary: 'Log in with a cookie; the data endpoints ask for a token instead',
    }),
    register: op({
      subject: 'identity.eyetracker-account.create',
      http: { method: 'POST', path: '/api/accounts/register/', status: 201 },
      undeclared: 'ignored',
      body: EyetrackerRegistration,
      reply: Message,
      access: anyoneButBadTokens(),
      limit: 'sign-up',
      errors: {
        USERNAME_TAKEN: errorReply(400, 'User with this username already exists.', 'username'),
        EMAIL_TAKEN: errorReply(400, 'User with this email already exists.', 'email'),
        PASSWORD_TOO_WEAK: errorReply(400, 'This password is too common.', 'password'),
      },
      summary: 'Register an account',
    }),
    obtain: op({
      subject: 'identity.eyetracker-token.create',
      http: { method: 'POST', path: '/api/accounts/token/' },
      undeclared: 'ignored',
      body: EyetrackerTokenObtain,
      reply: TokenPair,
      access: anyone(),
      limit: 'authentication',
      errors: tokenErrors,
      summary: 'Get an access token (15 minutes) and a refresh token',
    }),
    refresh: op({
      http: { method: 'POST', path: '/api/accounts/token/refresh/' },
      undeclared: 'ignored',
      body: TokenRefresh,
      reply: RefreshedToken,
      access: anyone(),
      limit: 'refresh',
      errors: refreshErrors,
      summary: 'Get a new access token',
    }),
  },
);
