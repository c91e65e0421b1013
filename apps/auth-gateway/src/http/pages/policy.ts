type Directives = Readonly<Record<string, string>>;

const strict: Directives = {
  'default-src': "'none'",
  'style-src': "'self'",
  'img-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** Returns a content security policy: own styles and pictures only, and what the page needs besides. */
export const policyOf = (needed: Directives = {}): string =>
  Object.entries({ ...strict, ...needed })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
