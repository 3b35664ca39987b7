import type { HostQuestion } from '../../core/question.ts'
import { fill, holdsReference } from '../../core/reference.ts'
import { noteFunctions } from './content-notes.ts'
import { userScript } from './frame.ts'
import { diedFunctions, tellDied } from './journal-told.ts'
import { entryFunctions } from './probe-entry.ts'
import { lookFunctions } from './probe-look.ts'
import { walkFunctions } from './probe-walk.ts'
import { quote, quoteInPieces } from './quote.ts'
import { silentFunctions } from './silent-mounts.ts'

/**
 * One script that answers questions about a host: a line-and-length framed stream of records, read by `readProbe`.
 * Links are walked by the shell itself; one `stat`, one `sha256sum` and one `cat` serve all paths, however many.
 */
export const probeScript = (questions: readonly HostQuestion[]): string =>
  [
    prelude,
    diedFunctions,
    `rb_who; rb_mounts; ${tellDied}`,
    ...questions.map(lineOf),
    'rb_stat; rb_open; rb_held; rb_sums; rb_cat',
  ].join('\n')

function lineOf(question: HostQuestion, index: number): string {
  switch (question.ask) {
    case 'command':
      return `echo q ${index}\no=$( { { ${userScript(question.script, [], question.stdin === undefined ? undefined : quoteInPieces(fill(question.stdin)))}; } 2>&1; printf ' %s' $?; } | head -c ${mostSaid})\nprintf 'c %s %s\\n%s' ${index} "\${#o}" "$o"`
    case 'os':
      return `rb_os ${index}`
    case 'entry':
      return `rb_entry ${index} ${[question.archive, question.entry, literal(question.entry)].map(quote).join(' ')}`
    case 'digest':
      return `rb_path ${index} digest ${quote(question.path)} ${typeof question.unlike === 'string' ? question.unlike : ''}`
    case 'list':
      return `rb_path ${index} ${question.deep ? 'tree' : 'list'} ${quote(question.path)}`
    case 'content':
      return `rb_path ${index} content ${quote(question.path)} ${shortly(question)}`
    case 'path':
      return `rb_path ${index} path ${quote(question.path)}`
  }
}

/** What is told in place of a content: digests that are known, as `=A=B=`, and the name of a note. */
const shortly = ({ known = [], note = '' }: Extract<HostQuestion, { ask: 'content' }>): string =>
  known.length === 0 && note === '' ? '' : `=${known.map((digest) => `${digest}=`).join('')} ${note}`

/** Most bytes that a command may answer: whatever says more is ended. */
const mostSaid = 4 * 1024 * 1024

/**
 * Seconds of silence after which these questions will not be answered. Commands are told one by one; to read much takes
 * long, and says nothing before its end.
 */
export function patienceOf(questions: readonly HostQuestion[]): number {
  const commands = questions.map((question) => (question.ask === 'command' ? (question.within ?? 60) : 60))
  const reading = questions.filter(
    (question) => question.ask === 'digest' || question.ask === 'entry' || isDeep(question) || isAskedShortly(question),
  )
  return Math.max(60, ...commands) + (reading.length === 0 ? 0 : 240 + 20 * reading.length)
}

/**
 * Bytes that an answer to these questions may have: what is as long as the host has it may be as long as can be read. Runs that
 * have died there are told with it, and so are the links and mounts on the way.
 */
export function mostOf(questions: readonly HostQuestion[]): number | undefined {
  const each = questions.map(({ ask }) => (ask === 'command' ? mostSaid + 1024 : ask === 'digest' ? 2 ** 20 : 2 ** 18))
  const isOpen = questions.some(({ ask }) => ask === 'content' || ask === 'entry' || ask === 'list')
  return isOpen ? undefined : each.reduce((sum, one) => sum + one, 32 * 2 ** 20)
}

const isAskedShortly = (question: HostQuestion): boolean => question.ask === 'content' && shortly(question) !== ''

const isDeep = (question: HostQuestion): boolean => question.ask === 'list' && question.deep === true

/** Whether the script of these questions holds a secret, so that no command line may. */
export const asksWithSecret = (questions: readonly HostQuestion[]): boolean =>
  questions.some((question) => question.ask === 'command' && holdsReference(question.stdin ?? ''))

/** A name as unzip's patterns spell it. */
const literal = (name: string): string => name.replace(/[[*?\\]/g, '[$&]')

/**
 * Records, each a line, some with bytes behind:
 *   i UID GID USER:GROUP             who acts
 *   g GID…                           all groups of who acts, where that is not root
 *   q INDEX                          the question that is looked at next
 *   l LEN LEN                        a link met on the way: its path and its target
 *   p INDEX KIND LEN                 the real path of a question (`-`: met on the way, as is the folder in which a path
 *                                    is or ends): kind absent, denied, loop, here, or digest, content: a file whose digest
 *                                    or content will follow; silent: on a mount that does not answer (`-`: its mount point)
 *   n LEN                            the names in the directory of the record before it, each with a slash behind; all
 *                                    paths below it (`t`) come with `./` before and two slashes behind
 *   s RAWMODE UID GID SIZE USER:GROUP   one for each path that is here, in order (or `s -`: no stat)
 *   m LEN                            a mount point somewhere below the folder of a path
 *   r KIND LEN                       a mount point at, above or below the folder of a path that is mounted ro or, behind such a
 *                                    one, rw
 *   w LEN                            a directory in which who asks may make nothing, where that is not root
 *   a KIND LEN                       a path that chattr has made immutable or append-only
 *   h SHA256                         one for each digest, in order (or `h -`: no tool, `h !`: cannot be read; a `+` behind:
 *                                    its content will follow, after those of the questions for a content; a LEN behind: what
 *                                    a note says of it)
 *   b SIZE… then all bytes           the contents, in order (`!` in place of a size: cannot be read)
 *   z SIZE… then all bytes           the same, packed by gzip, to the end of the answer
 *   c INDEX LEN                      a command's output, a space and its status
 *   o INDEX LEN                      what the host runs: architecture, init system, then os-release
 *   d LEN LEN                        a run that has died here: what it was, and the end of its log
 *   e INDEX KIND LEN                 an archive's entry: ok, missing, notool, silent
 */
const prelude = `nl='
'
rb_who() {
  u=$(id -u) && g=$(id -g) && rb_user=$u || return
  printf 'i %s %s %s:%s\\n' "$u" "$g" "$(id -un 2>/dev/null || echo "$u")" "$(id -gn 2>/dev/null || echo "$g")"
  [ "$u" = 0 ] || printf 'g %s\\n' "$(id -G)"
}
${silentFunctions}
rb_os() {
  echo q $1
  if [ -d /run/systemd/system ]; then n=systemd
  elif [ -x /sbin/openrc-run ]; then n=openrc
  elif [ -d /etc/init.d ]; then n=sysv
  else n=none
  fi
  o=$(uname -m; echo $n; cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release 2>/dev/null)
  printf 'o %s %s\\n%s' $1 "\${#o}" "$o"
}
${walkFunctions}
ns=0 nd=0 nh=0 nb=0 unlike= folder=
${noteFunctions}
${lookFunctions}
${entryFunctions}`
