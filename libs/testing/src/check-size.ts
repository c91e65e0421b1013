/** Returns the size of a check: what a variable asks for by hand, else what CI has time for. */
export const checkSize = (variable: string, inCi: number): number => Number(process.env[variable] ?? inCi);
