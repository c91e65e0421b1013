import { bytes, choice, Field, text } from '../fields/index.js';

/** Body of an operation with `http.rawBody`: bytes as they were sent, which only the service can read. */
export class RawBody {
  @Field(bytes()) content!: Uint8Array;
  @Field(text(), { description: 'Without parameters, lower case' }) media_type!: string;
  @Field(choice('identity', 'gzip'), { default: 'identity' }) encoding!: 'identity' | 'gzip';
}
