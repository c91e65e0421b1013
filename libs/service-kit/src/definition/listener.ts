/** A server for clients outside the platform. Started when everything behind it is ready, closed before anything else. */
export interface Listener {
  /** Resolves with the URL it answers on. Throws when the port is taken. */
  listen(): Promise<string>;
  /** Takes no new connections or requests and resolves when the last request in flight is answered. */
  close(): Promise<void>;
}
