import {
  type Access,
  type AnyOperation,
  contentCodingsOf,
  mediaTypesOf,
  namesOfAnswer,
  refusesUndeclared,
  scopeOf,
  type SessionOnly,
} from '@argus/contracts';

const keyRules: Readonly<Record<SessionOnly, string>> = {
  always: 'Needs a session: an API key is refused.',
  privileged:
    'Giving a role above student and changing an administrator need a session: an API key is refused.',
};

const named = (roles: readonly string[]): string => roles.map((role) => `\`${role}\``).join(', ');

/** Returns who may call, in words. */
function callersOf(access: Access): string {
  switch (access.kind) {
    case 'internal':
      return '';
    case 'public':
      return access.refusesBadToken
        ? 'Anyone may call this without a token; a token that is sent must be valid.'
        : 'Anyone may call this without a token.';
    case 'roles':
      return `For accounts with the role ${named(access.roles)}.`;
    case 'self-or-roles':
      return `For the account that \`${access.param}\` names, and for the role ${named(access.roles)}.`;
    case 'authenticated':
      if (access.anonymousInCompat)
        return 'Where SECURITY_PROFILE is strict, it needs an access token; in compat anyone may call.';
      return access.optInRoles === undefined
        ? 'For every account with an access token.'
        : `For every account with an access token; where ENFORCE_ROLES names the family, for the role ${named(access.optInRoles)}.`;
  }
}

const mediaTypeNames: Readonly<Record<string, string>> = {
  'application/x-www-form-urlencoded': 'a form',
  'multipart/form-data': 'a form',
};

/** Returns which bodies are taken besides the one in the document, in words. */
function otherBodiesOf(operation: AnyOperation): string[] {
  const mediaTypes = mediaTypesOf(operation);
  if (!mediaTypes.includes('application/json') || mediaTypes.length === 1) return [];
  const others = mediaTypes.filter((each) => each !== 'application/json');
  const isForm = others.every((each) => each in mediaTypeNames);
  const types = others.map((each) => `\`${each}\``).join(', ');
  const codings = contentCodingsOf(operation).filter((each) => each !== 'identity');
  return [
    isForm
      ? `A form with the same names is taken, too (${types}).`
      : `The body is taken as ${types}, too${codings.length > 0 ? `, each also as ${codings.join(', ')}` : ''}.`,
  ];
}

/** Returns what becomes of undeclared names in the body, in words. */
function namesOfBody(operation: AnyOperation): string[] {
  if (operation.body === undefined || !refusesUndeclared(operation)) return [];
  const refused = 'Names in the body that are not declared are refused.';
  return namesOfAnswer(operation) === undefined
    ? [refused]
    : [`${refused} Those of the answer are taken and not read, so that it can be changed and sent back.`];
}

/** Returns the declared description, who may call, what an API key needs, and which other bodies are taken. */
export function descriptionOf(operation: AnyOperation): string {
  const { description, sessionOnly, http, access } = operation;
  const scope = scopeOf(operation);
  const takesKeys = http?.path.startsWith('/api/v1/');
  return [
    ...(description === undefined ? [] : [/[.!?]$/.test(description) ? description : `${description}.`]),
    callersOf(access),
    ...(scope === undefined ? [] : [`Scope of an API key: \`${scope}\`.`]),
    ...(takesKeys && sessionOnly !== undefined ? [keyRules[sessionOnly]] : []),
    ...otherBodiesOf(operation),
    ...namesOfBody(operation),
  ].join(' ');
}
