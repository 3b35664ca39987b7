/** The source of a regular expression that fits this text alone. `literalPattern('a.b')` is `a\.b` */
export const literalPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
