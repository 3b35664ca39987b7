/**
 * What no text for a terminal may hold but line feeds and tabs: what steers it, marks of direction, what has no width, other
 * ends of lines, halves of a character. Characters for private use are signs like others.
 */
export const unprintable = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
