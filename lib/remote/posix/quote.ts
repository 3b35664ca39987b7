/** A word as any POSIX shell reads it back. The only quoting in the project: zx's own is for bash alone. */
export const quote = (word: string): string =>
  /^[A-Za-z0-9_/.:=@%+,-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`

/** A command line of quoted words. */
export const commandLine = (words: readonly string[]): string => words.map(quote).join(' ')

/** A command line that becomes a program, named with its options as a user does it in `$EDITOR`, for a file. */
export const programFor = (program: string, file: string): string => `exec ${program} ${quote(file)}`

/** A command line that becomes the program. */
export const programLine = (words: readonly string[]): string => `exec ${commandLine(words)}`

/** What a user types to be run: one word is a text for the shell, several are a command with its arguments. It reads nothing, and complains where it prints. */
export const typedCommand = (words: readonly [string, ...string[]]): string =>
  `sh -c ${quote(words.length === 1 ? words[0] : commandLine(words))} 2>&1 </dev/null`
