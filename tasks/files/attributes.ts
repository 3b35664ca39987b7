import * as v from 'valibot'
import type { CommandAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { commandFact, type Fact, followedFact, standing } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Planned } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askUnlike, giveAttributes, readUnlike } from '../../lib/remote/posix/attributes-below.ts'
import { attributeChanges, madeBefore, notAFile } from '../support/attributes.ts'
import { noSuchOwner, type OwnerReads, ownerFacts } from '../support/owners.ts'
import { hostPath, mode, ownerOf, truth } from '../support/schema.ts'

const options = v.pipe(
  v.strictObject({
    /** A file or a folder that is there; a link is followed. */
    path: hostPath,
    /** Permission bits of the path itself, as in 0o640. With `recursive`, give `fileMode` and `directoryMode`. */
    mode: v.optional(mode),
    /** Name or number of the user that it shall belong to. Default: as it is. */
    owner: v.optional(ownerOf('user')),
    /** Name or number of its group. Default: as it is. */
    group: v.optional(ownerOf('group')),
    /** Also all that is below the folder. What a link there leads to stays as it is. Default: false. */
    recursive: v.optional(truth),
    /** With `recursive`: permission bits of each file. Default: as they are. */
    fileMode: v.optional(mode),
    /** With `recursive`: of each folder, the path itself too. Default: as they are. */
    directoryMode: v.optional(mode),
    /** With `recursive`: of each file that its owner may execute. Default: as `fileMode` says. */
    executableMode: v.optional(mode),
  }),
  v.check(
    ({ mode, owner, group, ...below }) => [mode, owner, group, ...modesIn(below)].some((one) => one !== undefined),
    'it says nothing of what shall be: give mode, owner or group',
  ),
  v.check(
    ({ recursive, mode }) => !recursive || mode === undefined,
    'one mode does not fit files and folders: give fileMode and directoryMode in place of mode',
  ),
  v.check(
    ({ recursive, ...args }) => recursive === true || modesIn(args).every((one) => one === undefined),
    'these modes are for all below a folder: say recursive: true, or give mode',
  ),
  v.check(
    ({ executableMode = 0o100 }) => (executableMode & 0o100) !== 0,
    'with this executableMode no owner may execute a file, and the next run would not know it again: give it u+x, as in 0o750',
  ),
  v.check(
    ({ fileMode = 0, executableMode }) => executableMode === undefined || (fileMode & 0o100) === 0,
    'with this fileMode each file is one that its owner may execute: leave executableMode out, or give a fileMode such as 0o640',
  ),
  v.check(
    ({ path, recursive }) => !recursive || !system.includes(path),
    ({ input }) => `all below ${input.path} is the system's own: name the folder in it that is meant`,
  ),
)
export type AttributesOf = v.InferInput<typeof options>

/** Where one slip in a path would cost the machine. */
const system = ['', 'bin', 'boot', 'dev', 'etc', 'lib', 'lib64', 'proc', 'run', 'sbin', 'sys', 'usr', 'var'].map(
  (name) => `/${name}`,
)

interface Modes {
  readonly fileMode?: number | undefined
  readonly directoryMode?: number | undefined
  readonly executableMode?: number | undefined
}

const modesIn = ({ fileMode, directoryMode, executableMode }: Modes) => [fileMode, directoryMode, executableMode]

/**
 * Mode, owner and group of what somebody else makes: a package, an archive, a program. What is not there is refused.
 *
 * @example attributes({ path: '/etc/app/secret.conf', owner: 'app', mode: 0o600 })
 * @example attributes({ path: '/srv/www', owner: 'www-data', group: 'www-data', recursive: true, fileMode: 0o640, directoryMode: 0o750 })
 */
export const attributes = defineTask('attributes', {
  options,
  title: ({ path, recursive }) => `mode and owner of ${path}${recursive ? ' and all below it' : ''}`,
  // An answer that fails, as for a user that is not there yet, holds only until a script may have made them.
  reads: (args): { at: Fact<PathAnswer>; unlike?: Fact<CommandAnswer> } & OwnerReads => ({
    at: followedFact(args.path),
    ...(args.recursive ? { unlike: standing(unlikeFact(args)) } : {}),
    ...ownerFacts(args),
  }),
  plan: (args, { at, unlike, ...owners }) => {
    const { path } = args
    if (at.type === 'absent') return refuse(`${path} is not there`, madeBefore('or name another path'))
    if (at.type === 'symlink') return refuse(`${path} is a link that leads to itself`, 'name what is meant')
    if (at.type === 'denied' || at.type === 'other') return notAFile(path, at)
    const no = noSuchOwner(path, args, owners)
    if (no) return no
    if (unlike === undefined) return attributeChanges(path, args, at)
    return at.type === 'directory' ? below(args, unlike) : refuse(`${path} is a file`, 'leave recursive out')
  },
})

const unlikeFact = (args: AttributesOf): Fact<CommandAnswer> => commandFact(askUnlike(args), [args.path])

function below(args: AttributesOf, answer: CommandAnswer): Planned {
  const { path, owner, group } = args
  const found = readUnlike(answer)
  if (found === undefined)
    return refuse(`not all below ${path} may be looked at: ${answer.output.trim()}`, 'give become: true')
  if (found.count === 0) return []
  const { fileMode: file, directoryMode: directory, executableMode: executable = file } = args
  const attributes = [{ path, ...given({ owner, group }), modes: given({ file, directory, executable }) }]
  const answers = [{ question: unlikeFact(args).question, answer: { status: 0, output: '0\n' } }]
  return [{ op: 'run', script: giveAttributes(args, found), effects: { attributes, answers } }]
}

/** A plan is a document, which has no undefined. */
const given = <Entries extends object>(entries: Entries): Entries =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Entries
