export { invalidOf, type KnownValues, validOf } from './arbitraries.js';
export {
  type Decision,
  decisionOnRole,
  decisionOnStranger,
  rolesOf,
  type Stranger,
  strangers,
} from './callers.js';
export { forgedTokens, type Signer, tokenMaker } from './forged-tokens.js';
export { fuzzSettings } from './fuzz-settings.js';
export { PublishedSchemas } from './published-schemas.js';
export * from './planted.js';
export {
  faultsOfFolding,
  outcomeOf,
  plainSpellingOf,
  type SoughtField,
  soughtFieldsOf,
  spellingsOf,
} from './sought-fields.js';
