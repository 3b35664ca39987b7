import type { Sources } from './imports.ts'
import { roomOf, rooms } from './rooms.ts'
import { hole, lineOf, type Token, tokens } from './tokens.ts'

/** Where the text of POSIX shells is to be, so that another dialect can stand beside it; a product has a folder of its own. */
function homeOf(path: string): string {
  const { at = '', product = false } = rooms[roomOf(path) ?? ''] ?? {}
  return product ? `${at}posix/` : 'lib/remote/posix/'
}

/** Every file that writes shell text outside its home: the first place of each. */
export const shellTexts = (sources: Sources): string[] =>
  [...sources].flatMap(([path, source]) => {
    const home = homeOf(path)
    if (path.startsWith(home) || path.startsWith('docs/')) return []
    const at = firstShellText(tokens(source))
    if (at === undefined) return []
    return [`${path}:${lineOf(source, at)} writes POSIX shell: that belongs in ${home}`]
  })

/** What stands in no message, no configuration and no pattern: only a shell reads it. */
const idioms: readonly RegExp[] = [
  /\$\([a-z(]/,
  /"\$[\d@*]/,
  /\$\{\w+[:%#-]/,
  />&\d/,
  /[<>] ?\/dev\/null/,
  new RegExp(`(^|[\\s;&|!(])\\[ (! )?(-[a-z] |"?\\$|"?${hole})`),
  /\b(test -[a-z] \S|umask \d|trap '|printf ['%])/,
  /\brb_[a-z]/,
  / \]; (then|do)\b/,
  /; (fi|esac)\b/,
  /\bfor \w+ in [^\n]*; do\b/,
  /;;(\s|$)/,
  /(\|\||&&) (exit|return|\{|:)(\s|$)/,
  /^set -[a-zA-Z-]/m,
  new RegExp(`(^|[;&] |\\n)exec (${hole}|sh |env |[a-z]+ -)`),
]

/** Programs whose names begin no sentence: what begins with one is a command. */
const programs =
  'apt-get awk chgrp chmod chown cp crontab dnf dpkg findmnt getent grep groupadd groupdel journalctl ln mkdir mktemp mv pgrep rm rmdir rpm sed sha256sum sysctl systemctl umount useradd userdel usermod yum'.split(
    ' ',
  )
/** Programs whose names are words, too: with an option, a path or what a template puts in, they are commands. */
const words = 'apt cat curl date find id install kill service sort stat tar tee test touch wget'.split(' ')

const begins = `(^|[;&|\\n] *)(?:sudo )?`
const commands: readonly RegExp[] = [
  new RegExp(`${begins}(${programs.join('|')}) (-|[/"'$.\\w${hole}])`),
  new RegExp(`${begins}(${words.join('|')}) (-[a-zA-Z-]|"?\\$|"?/|${hole})`),
]
/** A message may say what to type. */
const messages = ['refuse', 'warn', 'UsageError', 'Error', 'throwFaults', 'Refused', 'Unreachable']
const told = ['advice', 'title', 'refusal']

/** Calls whose arguments, and keys whose values, are scripts. */
const calls = ['commandFact', 'ask', 'aside']
const keys = ['script', 'run', 'unless']

function firstShellText(all: readonly Token[]): number | undefined {
  const open: string[] = []
  for (const [index, { kind, text, at }] of all.entries()) {
    const [key, before] = [all[index - 2], all[index - 1]]
    if (kind === 'sign' && /^[([{]$/.test(text)) open.push(before?.kind === 'word' ? before.text : text)
    if (kind === 'sign' && /^[)\]}]$/.test(text)) open.pop()
    if (kind !== 'string' && kind !== 'template') continue
    const isArgument = calls.includes(open.at(-1) ?? '') && /^[(,]$/.test(before?.text ?? '')
    const isValue = before?.text === ':' && keys.includes(key?.text ?? '')
    if (isArgument || isValue || idioms.some((idiom) => idiom.test(text))) return at
    const isTold =
      open.some((one) => messages.includes(one)) || (before?.text === ':' && told.includes(key?.text ?? ''))
    if (!isTold && commands.some((command) => command.test(text))) return at
    const isFirst = before?.text === '[' && all[index + 1]?.text === ','
    if (isFirst && programs.includes(text)) return at
  }
  return undefined
}
