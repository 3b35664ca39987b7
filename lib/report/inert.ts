/**
 * Text for a log that a runner of GitHub Actions reads: nothing in it is a command to that. It obeys a line that begins with
 * two colons, after blanks as well, and what follows `##[` anywhere.
 *
 * @example inert('::error::x ##[debug]') // ': :error::x ## [debug]'
 */
export const inert = (text: string): string => text.replace(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '## [')
