import {
  type AnyOperation,
  canMean,
  DomainError,
  type Family,
  type Principal,
  scopeOf,
} from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { type AuthGatewaySettings, authGatewaySettings } from '../auth-gateway.settings.js';
import { ApiKeys } from './api-keys.service.js';
import { Revocations } from './revocations.service.js';
import { TokenVerifier } from './token-verifier.service.js';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Authenticates requests and authorizes principals by the access that an operation declares. */
@Injectable()
export class Authenticator {
  private readonly familiesWithRoles: ReadonlySet<string>;

  constructor(
    private readonly tokens: TokenVerifier,
    private readonly apiKeys: ApiKeys,
    private readonly revocations: Revocations,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
    @Inject(authGatewaySettings.token) { ENFORCE_ROLES }: Pick<AuthGatewaySettings, 'ENFORCE_ROLES'>,
  ) {
    this.familiesWithRoles = new Set(ENFORCE_ROLES);
  }

  /** Returns the principal of the Bearer token, else of X-API-Key, else undefined. Throws TOKEN_INVALID or UNAVAILABLE. */
  async authenticate(headers: Headers, family: Family): Promise<Principal | undefined> {
    const principal = await this.identify(headers, family);
    if (principal) this.revocations.check(principal.sessionId);
    return principal;
  }

  /** Throws NOT_AUTHENTICATED, PERMISSION_DENIED, SESSION_REQUIRED or, for internal operations, NOT_FOUND. */
  authorize(
    operation: AnyOperation,
    principal: Principal | undefined,
    params: Readonly<Record<string, string>>,
  ): void {
    const { access } = operation;
    if (access.kind === 'public') return;
    if (access.kind === 'internal') throw new DomainError('NOT_FOUND');
    if (principal === undefined && this.admitsAnyone({ access })) return;
    if (principal === undefined) throw new DomainError('NOT_AUTHENTICATED');
    if (principal.scopes) assertInScope(operation, principal.scopes);
    const admitted = access.kind === 'authenticated' ? this.optInRoles(access, principal) : access.roles;
    if (admitted === undefined || admitted.includes(principal.role)) return;
    if (access.kind === 'self-or-roles') {
      /* What can mean the caller may mean somebody else, too: the service then refuses it. */
      if (canMean(params[access.param] ?? '', principal)) return;
    }
    throw new DomainError('PERMISSION_DENIED');
  }

  /** Returns the opt-in roles if the family enforces roles; undefined if every account is admitted. */
  private optInRoles(
    { optInRoles }: { readonly optInRoles?: readonly string[] },
    { family }: Principal,
  ): readonly string[] | undefined {
    return this.familiesWithRoles.has(family) ? optInRoles : undefined;
  }

  /** Returns whether the operation needs no token in this security profile. */
  admitsAnyone({ access }: Pick<AnyOperation, 'access'>): boolean {
    if (access.kind === 'authenticated')
      return access.anonymousInCompat === true && this.platform.SECURITY_PROFILE === 'compat';
    return access.kind === 'public';
  }

  private async identify(headers: Headers, family: Family): Promise<Principal | undefined> {
    const { authorization, 'x-api-key': apiKey } = headers;
    const words = typeof authorization === 'string' ? authorization.trim().split(/\s+/) : [];
    if (words[0] === 'Bearer') {
      if (words.length !== 2) throw new DomainError('TOKEN_INVALID', { problem: 'header' });
      return this.tokens.verify(words[1]!, family);
    }
    return apiKey !== undefined && family === 'attendance' ? this.apiKeys.verify(String(apiKey)) : undefined;
  }
}

function assertInScope(operation: AnyOperation, scopes: readonly string[]): void {
  const scope = scopeOf(operation);
  if (scope === undefined) throw new DomainError('SESSION_REQUIRED');
  if (!scopes.includes(scope)) throw new DomainError('PERMISSION_DENIED', { scope });
}
