import * as v from 'valibot'
import type { DigestAnswer, LocalAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { type Content, contentOf, digestOf, type LocalSource, shownLimit, sizeOf } from '../../lib/core/content.ts'
import { digestFact, type Fact, localDigestFact, pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { attributesOf, type Operation } from '../../lib/core/operation.ts'
import { holdsReference, refer } from '../../lib/core/reference.ts'
import { defineTask } from '../../lib/core/task.ts'
import { attributeChanges, cannotWrite } from '../support/attributes.ts'
import { oneOf } from '../support/one-of.ts'
import { noSuchOwner, type OwnerReads, ownerFacts } from '../support/owners.ts'
import { fileRemoval } from '../support/removal.ts'
import { hostPath, mode, ownerOf, text, textOrSecret, wordOf } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'

const options = oneOf(
  {
    /** Where it shall be on the host; a link there is followed to the real file. */
    path: hostPath,
    /** Permission bits, as in 0o640. Default: as it is; a new file 0o644. */
    mode: v.optional(mode),
    /** Name or number of the user that it shall belong to. Default: as it is; of a new one whoever runs this. */
    owner: v.optional(ownerOf('user')),
    /** Name or number of its group. Default: as it is; of a new one that of its user. */
    group: v.optional(ownerOf('group')),
    /** `absent`: no file shall be there, whatever is in it. Default: `present`. */
    state: v.optional(wordOf('present', 'absent')),
    ...validates,
  },
  {
    /** A file of the controller. */
    from: text('the path of a file of this machine'),
    /** Its text, written as UTF-8. */
    text: textOrSecret,
    /** Its bytes. */
    bytes: v.instance(Uint8Array),
  },
)
export type File = v.InferInput<typeof options>

/**
 * A file with this content: `from` a file of the controller, a `text`, or `bytes`. Compared by SHA-256, so a large file
 * is never fetched.
 *
 * @example file({ path: '/etc/motd', text: 'hello\n', mode: 0o644 })
 * @example file({ path: `${home}/repository/components/lib/driver.jar`, from: 'drivers/mysql-connector-java-5.1.49.jar' })
 */
export const file = defineTask('file', {
  options,
  title: ({ path, state }) => `${state === 'absent' ? 'remove' : 'write'} ${path}`,
  reads: (args): { at: Fact<PathAnswer | DigestAnswer>; local?: Fact<LocalAnswer> } & OwnerReads => {
    const { path, from, state } = args
    return {
      at: state === 'absent' ? pathFact(path) : digestFact(path, shown(args)),
      ...(state === 'absent' || from === undefined ? {} : { local: localDigestFact(from) }),
      ...ownerFacts(args),
    }
  },
  plan: (args, { at, local, ...owners }) => {
    if (args.state === 'absent') return fileRemoval(args.path, at)
    if (local && 'missing' in local) return refuse(local.missing, 'put it there, or name another file')
    const content = local ? local.content : contentOfArgs(args)
    const no = cannotWrite(args.path, at) ?? noSuchOwner(args.path, args, owners)
    if (no) return no
    return validated(operations(args, at, content), args.validate)
  },
})

/** What the present content is to be shown beside: a short text, or a file of the controller. No digest of a secret leaves. */
function shown({ text = '', bytes, from }: File): string | LocalSource | undefined {
  if (from !== undefined) return { file: from }
  const content = bytes === undefined ? { text: refer(text) } : contentOf(bytes)
  if ('text' in content && holdsReference(content.text)) return undefined
  return 'text' in content && sizeOf(content) <= shownLimit ? digestOf(content) : undefined
}

const contentOfArgs = ({ text = '', bytes }: File): Content =>
  bytes === undefined ? { text: refer(text) } : contentOf(bytes)

function operations(args: File, at: PathAnswer | DigestAnswer, content: Content): Operation[] {
  const { path } = args
  const same = at.type === 'file' && 'sha256' in at && at.sha256 === digestOf(content)
  if (at.type !== 'file' || !same) return [{ op: 'write', path, content, ...attributesOf(args) }]
  return attributeChanges(path, args, at)
}
