import { type Content, contentOf, digestOf } from '../lib/core/content.ts'
import { type DigestAnswer, digestFact, type Fact, type LocalAnswer, localDigestFact } from '../lib/core/fact.ts'
import { refuse, UsageError } from '../lib/core/failure.ts'
import { attributesOf, type Operation } from '../lib/core/operation.ts'
import { reveal, type Secret } from '../lib/core/secret.ts'
import { defineTask } from '../lib/core/task.ts'
import { attributeChanges, cannotWrite, checkMode } from './support/attributes.ts'

export type File = {
  /** Where it shall be on the host; a link there is followed to the real file. */
  readonly path: string
  /** Permission bits, as in 0o640. Default: as it is; a new file 0o644. */
  readonly mode?: number
  /** Name of the user that it shall belong to. Default: as it is; of a new one whoever runs this. */
  readonly owner?: string
  /** Name of its group. Default: as it is; of a new one that of its user. */
  readonly group?: string
} & (
  | {
      /** A file of the controller. */
      readonly from: string
    }
  | {
      /** Its text, written as UTF-8. */
      readonly text: string | Secret
    }
  | {
      /** Its bytes. */
      readonly bytes: Uint8Array
    }
)

/**
 * A file with this content: `from` a file of the controller, a `text`, or `bytes`. Compared by SHA-256, so a large file
 * is never fetched.
 *
 * @example file({ path: '/etc/motd', text: 'hello\n', mode: 0o644 })
 * @example file({ path: `${home}/repository/components/lib/driver.jar`, from: 'drivers/mysql-connector-java-5.1.49.jar' })
 */
export const file = defineTask('file', {
  title: ({ path }: File) => `write ${path}`,
  reads: (args) => {
    checkMode(args, `file ${args.path}`)
    return { at: digestFact(args.path), ...sourceOf(args) }
  },
  plan: (args, { at, local }) => {
    if (local && 'missing' in local) return refuse(local.missing, 'put it there, or name another file')
    const content = local ? local.content : contentOfArgs(args)
    const no = cannotWrite(args.path, at)
    if (no) return no
    return operations(args, at, content)
  },
})

function sourceOf(args: File): { local?: Fact<LocalAnswer> } {
  if ('from' in args) return { local: localDigestFact(args.from) }
  if ('text' in args || 'bytes' in args) return {}
  throw new UsageError(`file ${Reflect.get(args, 'path')} has no content: give it by from, text or bytes`)
}

function contentOfArgs(args: File): Content {
  if ('text' in args) return { text: reveal(args.text) }
  if ('bytes' in args) return contentOf(args.bytes)
  throw new Error('a file of the controller is read by its fact')
}

function operations(args: File, at: DigestAnswer, content: Content): Operation[] {
  const { path } = args
  const same = at.type === 'file' && at.sha256 === digestOf(content)
  if (!same) return [{ op: 'write', path, content, ...attributesOf(args) }]
  return attributeChanges(path, args, at)
}
