/** Why a message is not believed; a label of metrics. */
export type Disbelief =
  /** It has no seal, or one that is no such text. */
  | 'unsealed'
  /** There is no key for its caller or its service. */
  | 'stranger'
  /** It was not sealed with the key, or not for this place, or was changed. */
  | 'broken'
  /** The same call was answered before. */
  | 'replayed'
  /** Its caller may not call this, or may not speak for a client. */
  | 'overreach';

export class NotProven extends Error {
  constructor(readonly reason: Disbelief) {
    super(`not proven: ${reason}`);
    this.name = 'NotProven';
  }
}
