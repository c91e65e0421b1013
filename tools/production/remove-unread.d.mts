export function removeUnread(modules: string, wanted: readonly string[]): void;
export function megabytesIn(folder: string): number;
