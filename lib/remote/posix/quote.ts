/** A word as any POSIX shell reads it back. The only quoting in the project: zx's own is for bash alone. */
export const quote = (word: string): string => (/^[A-Za-z0-9_/.:=@%+,-]+$/.test(word) ? word : inQuotes(word))

const inQuotes = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`

/**
 * The same word in pieces of few letters. The first request to a host is an argument of its shell: whoever looks for a program by
 * its arguments, as `pgrep -f` does, does not find it in a text that is only asked about.
 */
export const quoteInPieces = (word: string): string => (word.match(/.{1,4}/gsu) ?? ['']).map(inQuotes).join('')

/** A command line of quoted words. */
export const commandLine = (words: readonly string[]): string => words.map(quote).join(' ')

/** A command line that becomes a program, named with its options as a user does it in `$EDITOR`, for a file. */
export const programFor = (program: string, file: string): string => `exec ${program} ${quote(file)}`

/** A command line that becomes the program. */
export const programLine = (words: readonly string[]): string => `exec ${commandLine(words)}`

/** What a user types to be run: one word is a text for the shell, several are a command with its arguments. It reads nothing, and complains where it prints. */
export const typedCommand = (words: readonly [string, ...string[]]): string =>
  `sh -c ${quote(words.length === 1 ? words[0] : commandLine(words))} 2>&1 </dev/null`

/** Bytes of arguments that one program is given: hosts take 128 KB in all at the least, much of which is the environment. */
const most = 64 * 1024

/** Words in lots that one program takes each: no list is so long that it could not be given to any. */
export function lots<One>(all: readonly One[], textOf: (one: One) => string): One[][] {
  const found: One[][] = []
  let room = 0
  for (const one of all) {
    const bytes = Buffer.byteLength(textOf(one)) + 1
    const last = found.at(-1)
    if (last === undefined || bytes > room) {
      found.push([one])
      room = most - bytes
      continue
    }
    last.push(one)
    room -= bytes
  }
  return found
}

/** The same command for each lot of words: it succeeds where each does. */
export const inLots = (words: readonly string[], commandOf: (words: string) => string): string[] =>
  lots(words, (word) => word).map((lot) => commandOf(lot.join(' ')))
