/* What the benchmark uses of the package, which has no types of its own. */
declare module 'passport-jwt' {
  interface Options {
    readonly jwtFromRequest: (request: unknown) => string | null;
    readonly secretOrKey: string;
  }
  const passportJwt: {
    readonly Strategy: new (options: Options) => object;
    readonly ExtractJwt: { fromAuthHeaderAsBearerToken(): Options['jwtFromRequest'] };
  };
  export default passportJwt;
}
