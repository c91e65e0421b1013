import { randomUUID } from 'node:crypto';
import { accessTokens } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import type { Account } from '../directory/account.entity.js';
import { SigningKeyService } from '../signing-keys/signing-key.service.js';
import { tokenLives } from '../signing-keys/token-lives.js';

const { issuer, algorithm, type } = accessTokens;

/** Issues access tokens: JWTs by RFC 9068, with further claims that clients of the originals read. */
@Injectable()
export class AccessTokenService {
  constructor(private readonly keys: SigningKeyService) {}

  async issue(
    account: Pick<Account, 'family' | 'id' | 'username' | 'email' | 'role'>,
    sessionId: string,
    now = new Date(),
  ): Promise<string> {
    const { kid, privateKey } = await this.keys.signer(now);
    const issuedAt = Math.floor(now.getTime() / 1000);
    const claims = {
      token_type: 'access',
      user_id: account.id,
      username: account.username,
      ...(account.family === 'eyetracker' && { email: account.email }),
      role: account.role,
      sid: sessionId,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, typ: type, kid })
      .setIssuer(issuer)
      .setAudience(account.family)
      .setSubject(String(account.id))
      .setJti(randomUUID().replaceAll('-', ''))
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + tokenLives[account.family].accessMs / 1000)
      .sign(privateKey);
  }
}
