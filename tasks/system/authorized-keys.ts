import * as v from 'valibot'
import type { CommandAnswer, ContentAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { contentFact, type Fact, pathFact } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { parentOf } from '../../lib/core/paths.ts'
import type { Answers, Changes } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { type FoundUser, readUser } from '../../lib/remote/posix/accounts.ts'
import { attributeChanges, cannotWrite } from '../support/attributes.ts'
import { editTextFile, makeTextFile } from '../support/edit-file.ts'
import { hostPath, line, someOf, truth, wordOf } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { userFact, userName } from './account/accounts.ts'
import { withKeys, withoutKeys } from './authorized-keys/key-edits.ts'
import { type KeyLine, keyFault, readKeyLine } from './authorized-keys/key-line.ts'

const publicKey: v.GenericSchema<string> = v.pipe(
  line('a public key of SSH'),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? keyFault(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: fault })
  }),
)

const options = v.pipe(
  v.strictObject({
    /** Whom the keys let in. */
    user: userName,
    /** Lines as in a file that ends in `.pub`. What stands before a key limits it: `restrict,from="10.0.0.0/8" ssh-ed25519 AAAA…`. */
    keys: someOf(publicKey, 'public keys'),
    /** Default: present. `absent`: these keys do not let anybody in; others stay. */
    state: v.optional(wordOf('present', 'absent')),
    /** No other keys than these: all other lines go, but for comments. Default: others stay. */
    exclusive: v.optional(truth),
    /** The home folder of the user. Default: /home/USER, of root /root; another one is told. */
    home: v.optional(hostPath),
    /** A file elsewhere, as sshd's AuthorizedKeysFile may say: its folder must be there. Default: .ssh/authorized_keys in the home. */
    path: v.optional(hostPath),
    ...validates,
  }),
  v.check(
    ({ state, exclusive }) => !exclusive || state !== 'absent',
    'exclusive is about the keys that stay: leave it out, or name those that are to stay',
  ),
  v.check(
    ({ keys }) => new Set(keys.map((one) => readKeyLine(one)?.key)).size === keys.length,
    'one key is named twice: sshd would take the first of its lines alone',
  ),
)
export type AuthorizedKeys = v.InferInput<typeof options>

/**
 * Public keys that let a user in by SSH. A key that is there is found by itself, whatever its comment; its options become
 * those that are given, and a second line of it goes. Other keys and comments stay. The folder and the file get the modes
 * that sshd asks for; where either is a link, it is refused, because the user could point it anywhere.
 *
 * @example authorizedKeys({ user: 'deploy', keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH8r3m… deploy@ci'] })
 */
export const authorizedKeys = defineTask('authorizedKeys', {
  options,
  title: ({ user, keys, state }) =>
    `${state === 'absent' ? 'take away' : 'let in by'} ${keys.length === 1 ? 'a key' : `${keys.length} keys`} of ${user}`,
  reads: (args): KeyReads => ({
    account: userFact(args.user),
    folder: pathFact(parentOf(pathOf(args))),
    link: pathFact(pathOf(args)),
    at: contentFact(pathOf(args)),
  }),
  plan: (args, answers) => {
    const account = readUser(answers.account, args.user)
    if (isRefusal(account)) return account
    return validated(args.state === 'absent' ? removing(args, answers) : letting(args, account, answers), args.validate)
  },
})

type KeyReads = {
  readonly account: Fact<CommandAnswer>
  readonly folder: Fact<PathAnswer>
  readonly link: Fact<PathAnswer>
  readonly at: Fact<ContentAnswer>
}

const homeOf = ({ user, home }: AuthorizedKeys): string => home ?? (user === 'root' ? '/root' : `/home/${user}`)
const pathOf = (args: AuthorizedKeys): string => args.path ?? `${homeOf(args)}/.ssh/authorized_keys`
const linesOf = ({ keys }: AuthorizedKeys): KeyLine[] => keys.flatMap((one) => readKeyLine(one) ?? [])

function removing(args: AuthorizedKeys, { folder, link, at }: Answers<KeyReads>): Changes {
  if (at.type === 'absent' && link.type === 'absent') return []
  return (
    linkRefused(args, folder, link) ??
    editTextFile(pathOf(args), at, (text) => ({ text: withoutKeys(text, linesOf(args)) }))
  )
}

function letting(args: AuthorizedKeys, account: FoundUser | undefined, answers: Answers<KeyReads>): Changes {
  const { user, home, path, exclusive = false } = args
  const { folder, link, at } = answers
  if (account === undefined) return refuse(`there is no user ${user} to let in`, 'make them before, with user()')
  if (path === undefined && home === undefined && account.home !== homeOf(args))
    return refuse(`the home of ${user} is ${account.home}, not ${homeOf(args)}`, `say home: '${account.home}'`)
  const no = linkRefused(args, folder, link)
  if (no) return no
  const own = { owner: user, group: account.group }
  const above = path === undefined ? folderChanges(parentOf(pathOf(args)), folder, own) : []
  if (isRefusal(above)) return above
  const edit = (text: string) => ({ text: withKeys(text, linesOf(args), exclusive) })
  const wanted = { mode: 0o600, ...own }
  if (at.type === 'absent') {
    const made = folder.type === 'directory' || path !== undefined ? cannotWrite(pathOf(args), at) : undefined
    const file = made ?? makeTextFile(pathOf(args), { ...at, parent: 'directory' }, edit)
    return isRefusal(file) ? file : [...above, ...file.map((one) => ({ ...one, ...wanted }))]
  }
  const edited = editTextFile(pathOf(args), at, edit)
  // A file elsewhere is as whoever keeps it wants it.
  if (isRefusal(edited) || path !== undefined) return edited
  if (edited.length > 0) return [...above, ...edited.map((one) => ({ ...one, ...wanted }))]
  return [...above, ...(at.type === 'file' ? attributeChanges(pathOf(args), wanted, at) : [])]
}

function folderChanges(path: string, folder: PathAnswer, own: { owner: string; group: string }): Changes {
  const wanted = { mode: 0o700, ...own }
  if (folder.type === 'directory') return attributeChanges(path, wanted, folder)
  if (folder.type !== 'absent') return refuse(`${path} is a ${folder.type}`, 'move it away, then run again')
  if (folder.parent === 'directory') return [{ op: 'directory', path, ...wanted } satisfies Operation]
  return refuse(`the home of ${path} is not there`, 'make it before, with user() or directory()')
}

/** What root follows there, the user may point at anything. */
function linkRefused(args: AuthorizedKeys, folder: PathAnswer, link: PathAnswer): Refusal | undefined {
  const path = pathOf(args)
  const found = folder.type === 'symlink' ? ([parentOf(path), folder] as const) : ([path, link] as const)
  if (found[1].type !== 'symlink' || (args.path !== undefined && found[1] === folder)) return undefined
  return refuse(
    `${found[0]} is a link to ${found[1].target}`,
    'put a real one in its place: a user could point it anywhere',
  )
}
