/** Returns the size of a check: what a variable asks for by hand, else what CI has time for. */
export const checkSize = (variable: string, inCi: number): number => Number(process.env[variable] ?? inCi);

/** Returns the folder that a check is asked to write into, by a variable. */
export const checkFolder = (variable: string): string | undefined => process.env[variable];
