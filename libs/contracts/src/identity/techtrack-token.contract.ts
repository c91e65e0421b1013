import { anyone, contract, op } from '../contract/index.js';
import { Field, passwordText, soughtText } from '../fields/index.js';
import { RefreshedToken, TokenPair, TokenRefresh } from './eyetracker-accounts.contract.js';
import { refreshErrors, tokenErrors } from './session-errors.js';

export class TokenObtainPair {
  @Field(soughtText({ maxLength: 150 }), { example: 'your_username' }) username!: string;
  @Field(passwordText(), { secret: true, example: 'your_password' })
  password!: string;
}

/** Tokens of TechTrack, at the paths of simplejwt. */
export const techtrackTokenContract = contract(
  'identity.techtrack-token',
  { family: 'techtrack', tag: 'Authentication' },
  {
    obtain: op({
      subject: 'identity.techtrack-token.create',
      http: { method: 'POST', path: '/api/token/' },
      undeclared: 'ignored',
      body: TokenObtainPair,
      reply: TokenPair,
      access: anyone(),
      limit: 'authentication',
      errors: tokenErrors,
      summary: 'Get an access token (5 minutes) and a refresh token',
    }),
    refresh: op({
      http: { method: 'POST', path: '/api/token/refresh/' },
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
