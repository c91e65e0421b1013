export interface Administrator {
  readonly email: string;
  readonly password: string;
}
