import { bytes, choice, Field, text } from '../fields/index.js';

/** Body of an operation with `http.rawBody`: the bytes as they were sent. Only the service can parse them. */
export class RawBody {
  @Field(bytes()) content!: Uint8Array;
  @Field(text(), { description: 'Lower case, without parameters' }) media_type!: string;
  @Field(choice('identity', 'gzip'), { default: 'identity' }) encoding!: 'identity' | 'gzip';
}
