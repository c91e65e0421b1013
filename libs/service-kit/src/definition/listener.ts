/** A server for clients outside the platform. It starts last and closes first. */
export interface Listener {
  /** Resolves with its URL. Throws when the port is taken. */
  listen(): Promise<string>;
  /** Refuses new connections and requests. Resolves when the last request in flight is answered. */
  close(): Promise<void>;
}
