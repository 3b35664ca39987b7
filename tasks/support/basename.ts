/** The last part of a path on the controller, whatever its separators. */
export const basename = (path: string): string => path.split(/[\\/]/).at(-1) ?? path
