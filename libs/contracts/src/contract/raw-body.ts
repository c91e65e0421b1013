import { bytes, choice, Field, opaqueText, record } from '../fields/index.js';

/** Body of an operation with `http.rawBody`: the bytes as they were sent. Only the service can parse them. */
export class RawBody {
  @Field(bytes()) content!: Uint8Array;
  @Field(opaqueText(), { description: 'Lower case, without parameters' }) media_type!: string;
  @Field(choice('identity', 'gzip'), { default: 'identity' }) encoding!: 'identity' | 'gzip';
  @Field(record(opaqueText({ allowBlank: true })), {
    optional: true,
    description: 'The declared request headers as they were sent; absent ones are missing',
  })
  headers?: Readonly<Record<string, string>>;
}
