import { digestOf } from '../../lib/core/content.ts'
import { type DigestAnswer, digestFact, type Fact, type LocalAnswer } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { parentOf } from '../../lib/core/paths.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { directory } from '../directory.ts'
import { cannotWrite } from '../support/attributes.ts'

export interface PackFiles {
  /** The product's zip on the controller. */
  readonly pack: string
  /** The folder of the zip that holds all else, as in `wso2is-5.4.1`. */
  readonly root: string
  /** Files below it. */
  readonly entries: readonly string[]
  /** The folder of the host below which they shall be, by the same names. */
  readonly path: string
}

/**
 * Some files of the product's zip, on a host that does not need all of it.
 *
 * @example packFiles({ pack: 'wso2is-5.4.1.zip', root: 'wso2is-5.4.1', entries: ['dbscripts/mysql5.7.sql'], path: '/srv/is' })
 */
export function packFiles({ pack, root, entries, path }: PackFiles): Resource[] {
  const files = entries.map((entry) => ({ pack, entry: `${root}/${entry}`, path: `${path}/${entry}` }))
  const folders = [...new Set(files.map((file) => parentOf(file.path)))]
  return [...folders.map((folder) => directory({ path: folder })), ...files.map(packFile)]
}

const packFile = defineTask('packFile', {
  title: ({ entry, path }: { readonly pack: string; readonly entry: string; readonly path: string }) =>
    `put ${entry} of the pack at ${path}`,
  reads: ({ pack, entry, path }): { at: Fact<DigestAnswer>; packed: Fact<LocalAnswer> } => ({
    at: digestFact(path),
    packed: { question: { ask: 'local', source: { file: pack, entries: [entry] }, want: 'content' } },
  }),
  plan: ({ pack, path }, { at, packed }) => {
    if ('missing' in packed) return refuse(packed.missing, `give the whole pack of this version in place of ${pack}`)
    const no = cannotWrite(path, at)
    if (no) return no
    const same = at.type === 'file' && at.sha256 === digestOf(packed.content)
    return same ? [] : [{ op: 'write', path, content: packed.content }]
  },
})
