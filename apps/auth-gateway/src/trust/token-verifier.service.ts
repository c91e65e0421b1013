import { hash } from 'node:crypto';
import {
  accessTokens,
  accountFamilies,
  DomainError,
  type Family,
  type Principal,
  refreshTokenPrefix,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { KeySet } from './key-set.service.js';

const { issuer, algorithm, type: typ } = accessTokens;
const SKEW_SECONDS = 60;
const MAX_CACHED_TOKENS = 10_000;
const MAX_TOKEN_LENGTH = 4096;

interface Verified {
  readonly principal: Principal;
  readonly expiresAtMs: number;
  readonly keyId: string;
}

const invalid = (problem?: string, cause?: unknown): DomainError =>
  new DomainError('TOKEN_INVALID', problem === undefined ? {} : { problem }, { cause });

/**
 * Verifies access tokens (RFC 9068, RFC 8725): ES256 with a published key, `typ` at+jwt, our issuer, the family as audience,
 * not expired. A valid token is cached, so that later requests need no check of the signature, while its key
 * is published.
 */
@Injectable()
export class TokenVerifier {
  private readonly cached = new LRUCache<string, Verified>({ max: MAX_CACHED_TOKENS });

  constructor(private readonly keys: KeySet) {}

  /** Returns the principal of a token. Throws TOKEN_INVALID. */
  async verify(token: string, family: Family): Promise<Principal> {
    if (token.startsWith(refreshTokenPrefix)) throw invalid('type');
    if (token.length > MAX_TOKEN_LENGTH) throw invalid();
    const id = hash('sha256', `${family}\0${token}`, 'base64');
    const known = this.cached.get(id);
    if (known !== undefined) {
      if (known.expiresAtMs > Date.now() && this.keys.isPublished(known.keyId)) return known.principal;
      this.cached.delete(id);
      throw invalid();
    }
    const verified = await this.check(token, family);
    this.cached.set(id, verified);
    return verified.principal;
  }

  private async check(token: string, family: Family): Promise<Verified> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, (header) => this.keys.find(header.kid), {
        algorithms: [algorithm],
        typ,
        issuer,
        audience: [...audiencesOf(family)],
        clockTolerance: SKEW_SECONDS,
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
      });
      return {
        principal: principalOf(payload, family),
        expiresAtMs: payload.exp! * 1000 + SKEW_SECONDS * 1000,
        keyId: protectedHeader.kid!,
      };
    } catch (error) {
      if (error instanceof DomainError || !(error instanceof errors.JOSEError || error instanceof TypeError))
        throw error;
      throw invalid(undefined, error);
    }
  }
}

/* Calibration has no accounts of its own, so it accepts the tokens of every family. */
const audiencesOf = (family: Family): readonly Family[] =>
  family === 'calibration' ? accountFamilies : [family];

function principalOf(payload: JWTPayload, family: Family): Principal {
  const { user_id: accountId, username, role, sid: sessionId, token_type: type, aud } = payload;
  if (type !== 'access') throw invalid('type');
  const audience = audiencesOf(family).find((candidate) => candidate === aud);
  if (
    audience === undefined ||
    !Number.isSafeInteger(accountId) ||
    typeof username !== 'string' ||
    typeof role !== 'string' ||
    typeof sessionId !== 'string'
  ) {
    throw invalid();
  }
  return { family: audience, accountId: accountId as number, username, role, sessionId };
}
