import * as v from 'valibot'
import type { CommandAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { answeredWithin, commandFact, type Fact, foretell, pathFact, standing } from '../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import type { Planned } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import {
  askClone,
  backScript,
  cloneScript,
  type FoundClone,
  readClone,
  removeClone,
  showClone,
  updateScript,
} from '../../lib/remote/posix/git.ts'
import { noFolder } from '../support/attributes.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { atTheRoot } from '../support/removal.ts'
import { hostPath, line, truth, whole, wordOf } from '../support/schema.ts'

const options = v.pipe(
  presentOrAbsent(
    {
      /** The folder of the working tree. */
      path: hostPath,
      /** Default: present. `absent` takes the folder away where nothing in it would be lost: all is committed, and at the remote. */
      state: v.optional(wordOf('present', 'absent')),
    },
    {
      /** What to clone, as the host reaches it. It holds no password: give the host a key, or a credential helper. */
      url: v.pipe(
        line('the URL of a repository'),
        v.check((url) => !url.startsWith('-'), 'it begins with a dash: give the URL of a repository'),
        v.check(
          (url) => !/^\w+:\/\/[^/@]*:[^/@]*@/.test(url),
          'it holds a password, which every user of the host could read: give the host a key, or a credential helper',
        ),
      ) as v.GenericSchema<string>,
      /** A branch, a tag, or a whole commit (40 digits). A branch is followed: what is new there is checked out by the next run. */
      ref: v.pipe(
        line('a branch, a tag or a commit'),
        v.regex(
          /^(?!-)(?!.*\.\.)(?!.*[\s~^:?*[\\])\S+$/,
          ({ input }) => `${JSON.stringify(input)} is no ref: give a branch, a tag, or a whole commit`,
        ),
      ) as v.GenericSchema<string>,
      /** So many commits of the past, as in 1. Default: all. */
      depth: v.optional(whole('a number of commits', 1, 1_000_000)),
      /** The private key on the host that it logs in by, over SSH. Default: as ssh of that user is set up. */
      key: v.optional(hostPath),
      /** Throw away what was changed there. Default: such a tree is refused. */
      force: v.optional(truth),
    },
  ),
)
export type Git = v.InferInput<typeof options>
type Wanted = Exclude<Git, { state: 'absent' }>

/**
 * A working tree of git at a ref. The host asks the repository which commit that is; a tree in which files were changed, or
 * commits made, is refused. The commit is checked out without a branch, so that nothing moves until the next run.
 *
 * @example git({ url: 'https://git.example.com/app.git', path: '/srv/app', ref: 'v1.4.0' })
 * @example git({ url: 'git@git.example.com:app.git', path: '/srv/app', ref: 'main', depth: 1 })
 */
export const git = defineTask('git', {
  options,
  title: (args) =>
    args.state === 'absent' ? `remove the clone in ${args.path}` : `have ${args.url} at ${args.ref} in ${args.path}`,
  reads: (args): { at: Fact<PathAnswer>; found: Fact<CommandAnswer> } => ({
    at: pathFact(args.path),
    found: standing(cloneFact(args)),
  }),
  plan: (args, { at, found: answer }) => {
    const found = readClone(answer)
    if (args.state === 'absent') return removing(args, at, found)
    return cannotHave(args, at, found) ?? having(args, found)
  },
})

const words = (args: Git) => ({
  path: args.path,
  url: args.url ?? '',
  ref: args.ref ?? '0'.repeat(40),
  key: args.key,
})
const cloneFact = (args: Git): Fact<CommandAnswer> =>
  answeredWithin(120, commandFact(askClone(words(args)), [args.path]))

function having(args: Wanted, found: FoundClone): Planned {
  const { path, url, ref, depth, key } = args
  const { head, wanted, origin, state } = found
  const isThere = state === 'clone'
  if (isThere && head === wanted && origin === url && !found.dirty) return []
  const change = { path, url, ref, depth, key, force: args.force }
  const script = isThere ? updateScript(change, wanted) : cloneScript(change, wanted)
  const undo = isThere && head !== '' ? { script: backScript(path, head) } : { keeps: `the clone in ${path}` }
  const answers = [foretell(cloneFact(args), showClone(url, wanted))]
  return [{ op: 'run', script, undo, effects: { makes: [{ type: 'directory', path }], answers } }]
}

function cannotHave(args: Wanted, at: PathAnswer, found: FoundClone): Refusal | undefined {
  const { path, url, ref } = args
  const { state, said, dirty, ahead, head, wanted, origin } = found
  if (state === 'none') return refuse('the host has no git', "install it before, with packages({ names: ['git'] })")
  if (state === 'remote')
    return said === ''
      ? refuse(`${url} has no ${ref}`, 'name a branch, a tag, or a whole commit of 40 digits')
      : refuse(`${url} does not answer: ${said}`, 'correct the URL, or give the host the right to read it')
  if (state === 'absent') return at.type === 'absent' ? noFolder(path, at) : undefined
  if (state === 'other')
    return refuse(`${path} is there, and no working tree of git`, 'move it away, or name another path')
  if (args.force) return undefined
  if (state === 'clone' && dirty)
    return refuse(
      `files in ${path} were changed`,
      `look at them (git -C ${path} status), or say force: true to throw that away`,
    )
  if (state === 'clone' && ahead && head !== wanted)
    return refuse(`${path} has commits that ${origin} has not`, 'push them, or say force: true to leave them behind')
  return undefined
}

function removing(args: Git, at: PathAnswer, { state, dirty, ahead }: FoundClone): Planned {
  const { path } = args
  if (at.type === 'absent') return []
  if (state === 'none' || at.type !== 'directory')
    return refuse(`${path} cannot be told to be a clone`, 'remove it with absent()')
  if (state === 'other') return refuse(`${path} is no working tree of git`, 'remove it with absent()')
  if (dirty || ahead)
    return refuse(
      `${path} holds ${dirty ? 'files that were changed' : 'commits that were not pushed'}`,
      'save them, or remove it with absent()',
    )
  const answers = [foretell(cloneFact(args), { status: 0, output: 'state absent\n' })]
  const effects = { makes: [{ type: 'absent' as const, path }], answers }
  return atTheRoot(path, at.real) ?? [{ op: 'run', script: removeClone(path), undo: 'files', effects }]
}
