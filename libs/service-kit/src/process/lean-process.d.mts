/** Flags for Node, each in one word. */
export const nodeFlags: readonly string[];
/** Environment variables for glibc. */
export const allocatorSettings: Readonly<Record<string, string>>;
