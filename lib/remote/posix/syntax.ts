import { quote } from './quote.ts'

/**
 * Says by the host's own shell why a script on standard input cannot be read, and runs nothing of it. Says nothing where it can,
 * or where there is something at a path, for which it is needless.
 */
export const syntaxFault = (unless?: string): string =>
  `${unless === undefined ? '' : `[ -e ${quote(unless)} ] || [ -L ${quote(unless)} ] || `}exec sh -n`
