import { beat } from './lock.ts'
import { quote } from './quote.ts'

/**
 * One request to a host's long-lived shell, and how its answer is marked. A frame is a piece of shell script; the host
 * prints a start mark, what the script prints, and the end mark. Marks hold 128 random bits that no host has seen before, so
 * nothing that a file or a command prints can be taken for one.
 */
export const startMark = (nonce: string): string => `\n${nonce} start\n`
export const endMark = (nonce: string): string => `\n${nonce} end\n`

/** Text for the shell: nothing in a frame reads the shell's own standard input, which holds the frames to come. */
export const frame = (script: string, nonce: string): string =>
  `${beat('busy')}\nprintf '\\n%s start\\n' ${nonce}\n{\n${script}\n} </dev/null\n${beat('idle')}\nprintf '\\n%s end\\n' ${nonce}\n`

/**
 * The command that starts a host's shell with its first frame inside, so that the first answer needs no request of its
 * own. It must hold no secret: other users of the host can see it.
 */
export const firstCommand = (script: string, nonce: string): string =>
  `sh -c ${quote(`${setUp}\n${frame(script, nonce)}exec sh`)}`

/** A script that does nothing. */
export const nothing = ':'

/**
 * A script that changes something takes as long as it needs. Only an empty line on standard error, again and again, tells such a
 * host from one that hangs; what says it ends with its shell, and holds neither its lock nor, longer than itself, its output. What it
 * waits for is ended by KILL: any other signal is lost where that has not begun yet. It is itself ended by USR1, for a shell that was
 * started with TERM ignored cannot trap that.
 */
export const withSigns = (script: string, seconds: number): string => `( exec 3>&2 </dev/null >/dev/null 2>&1 6<&-
o=$!; trap '[ "$!" = "$o" ] || kill -s KILL $!; exit' TERM USR1
while sleep ${seconds} 3>&- & wait $!; kill -0 $$; do echo >&3; done ) & rb_sg=$!
${script}
{ kill -s USR1 $rb_sg; wait $rb_sg; } 2>/dev/null`

/**
 * Bytes are bytes, tools of the administrator are found, and what a user's locale was is kept for the user's own commands:
 * as whoever became another says, for there the locale is that of the prompts.
 */
const setUp = `RB_LOCALE=\${1-\${LC_ALL-}}; LC_ALL=C; PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export RB_LOCALE LC_ALL PATH; umask 022`

/**
 * A user's script with the user's locale, `$1`, `$2` … as given, and on its standard input this text, which is a quoted word. With
 * a limit, in seconds, it is part of a script that has `limitFunction`.
 */
export function userScript(script: string, args: readonly string[] = [], stdin?: string, limit?: number): string {
  const words = ['sh', '-c', script, 'sh', ...args].map(quote).join(' ')
  // What it leaves running does not hold the lock of the host, which is descriptor 6.
  const run = `( exec 6<&-; if [ -n "$RB_LOCALE" ]; then LC_ALL=$RB_LOCALE; else unset LC_ALL; fi; unset RB_LOCALE; ${limit === undefined ? 'exec' : `rb_within ${Math.ceil(limit)}`} ${words} )`
  return stdin === undefined ? `${run} </dev/null ` : `printf %s ${stdin} | ${run}`
}

/** Says by the host's own shell why a script on standard input cannot be read, and runs nothing of it. Says nothing where it can. */
export const syntaxFault = 'exec sh -n'
