/** A work queue of what devices publish. The broker stores the messages until the service has handled them. */
export interface DeviceStreamSpec {
  /** The only service that reads it. */
  readonly service: string;
  /** Name of the JetStream stream. */
  readonly stream: string;
  /** Subject with one `*` at its end, which stands for the thing that a message is about. */
  readonly subject: string;
  /** Above it the broker drops the oldest messages. */
  readonly maxBytes: number;
  /** Maximum number of messages handled at once. */
  readonly batch: number;
}

/** Declares a stream of devices. */
export function deviceStream(spec: DeviceStreamSpec): DeviceStreamSpec {
  if (!/^[a-z-]+\.\*$/.test(spec.subject)) throw new Error(`Bad subject of devices ${spec.subject}`);
  return spec;
}
