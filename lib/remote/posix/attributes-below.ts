import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** What all below a folder shall be like; a link there is passed over. */
export interface WantedBelow {
  readonly path: string
  readonly owner?: string | undefined
  readonly group?: string | undefined
  readonly fileMode?: number | undefined
  readonly directoryMode?: number | undefined
  /** Of a file that its owner may execute. */
  readonly executableMode?: number | undefined
}

export interface Unlike {
  readonly count: number
  /** Some of their paths. */
  readonly first: readonly string[]
}

/** Prints how many paths are not as they shall be, then the first three of them. */
export const askUnlike = (wanted: WantedBelow): string => {
  const tests = [...ownerTests(wanted), ...modeClasses(wanted).map(({ unlike }) => unlike)]
  return `${comment(`what below ${wanted.path} is not as it shall be`)}
rb_found=$(find ${root(wanted)} ! -type l ${anyOf(tests)} -print) || exit
printf '%s' "$rb_found" | awk '{ sub("/$", "") } NR <= 3 { first = first $0 "\\n" } END { printf "%d\\n%s", NR, first }'`
}

/** Reads what `askUnlike` prints; undefined: not all could be looked at. */
export function readUnlike({ status, output }: CommandAnswer): Unlike | undefined {
  if (status !== 0) return undefined
  const [count, ...first] = output.trim().split('\n')
  return { count: Number(count), first }
}

/**
 * Gives them what they lack. Where both the owner and the mode of one differ, it has in between only what both modes allow;
 * a change of the owner alone takes the set-user bit off a file, which therefore gets its mode again.
 */
export function giveAttributes(wanted: WantedBelow, { count, first }: Unlike): string {
  const words = ownerWord(wanted)
  const ownerUnlike = ownerTests(wanted)
  const classes = modeClasses(wanted)
  const find = `find ${root(wanted)} ! -type l`
  const both =
    words === undefined
      ? []
      : classes.map(
          ({ unlike, mode }) =>
            `${find} ${anyOf(ownerUnlike)} ${unlike} -exec sh -c ${quote(ownAndMode)} sh ${words} ${mode} {} + || exit`,
        )
  const special = `-type f ${anyOf(['-perm -4000', '-perm -2000'])}`
  const owner =
    words === undefined
      ? []
      : [
          `${find} ${anyOf(ownerUnlike)} ${special} -exec sh -c ${quote(ownKeeping)} sh ${words} {} + || exit`,
          `${find} ${anyOf(ownerUnlike)} -exec chown -h -- ${words} {} + || exit`,
        ]
  const modes = classes.map(({ unlike, mode }) => `${find} ${unlike} -exec chmod ${mode} {} + || exit`)
  const more = count > first.length ? ` and ${count - first.length} more` : ''
  return [comment(`mode and owner of ${first.join(', ')}${more}`), ...both, ...owner, ...modes].join('\n')
}

/** Five digits: with fewer, chmod leaves a folder's set-user and set-group bits as they are. */
const octal = (mode: number): string => mode.toString(8).padStart(5, '0')

/** With a slash behind it, a link to a folder is that folder. */
const root = ({ path }: WantedBelow): string => quote(`${path}/`)

const ownerWord = ({ owner, group }: WantedBelow): string | undefined =>
  owner === undefined && group === undefined
    ? undefined
    : quote(`${owner ?? ''}${group === undefined ? '' : `:${group}`}`)

const ownerTests = ({ owner, group }: WantedBelow): string[] => [
  ...(owner === undefined ? [] : [`! -user ${quote(owner)}`]),
  ...(group === undefined ? [] : [`! -group ${quote(group)}`]),
]

/** The kinds of path that have a mode of their own, each with the test for one that has another. */
function modeClasses({ fileMode, directoryMode, executableMode }: WantedBelow) {
  const one = (kind: string, mode: number | undefined) =>
    mode === undefined ? [] : [{ unlike: `${kind} ! -perm ${octal(mode)}`, mode: octal(mode) }]
  const executable = '-type f -perm -100'
  const files =
    executableMode === undefined
      ? one('-type f', fileMode)
      : [...one('-type f ! -perm -100', fileMode), ...one(executable, executableMode)]
  return [...one('-type d', directoryMode), ...files]
}

const anyOf = (tests: readonly string[]): string =>
  tests.length === 1 ? `${tests[0]}` : `\\( ${tests.join(' -o ')} \\)`

const ownAndMode = `o=$1 w=$2; shift 2
for f; do
  m=$(stat -c %a -- "$f") && chmod "$(printf %o $((0$m & 0$w)))" "$f" && chown -h -- "$o" "$f" && chmod "$w" "$f" || exit
done`

const ownKeeping = `o=$1; shift
for f; do
  m=$(stat -c %a -- "$f") && chown -h -- "$o" "$f" && chmod "$m" "$f" || exit
done`
