import * as v from 'valibot'
import { digestOf } from '../../../lib/core/content.ts'
import { type DigestAnswer, digestFact, type Fact, type LocalAnswer } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { parentOf } from '../../../lib/core/paths.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { directory } from '../../files/directory.ts'
import { cannotWrite } from '../../support/attributes.ts'
import { hostPath, someOf, text } from '../../support/schema.ts'

const inside = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(what),
    v.check(
      (path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
      ({ input }) =>
        `${JSON.stringify(input)} is no place in a zip: write it without a slash at its ends, and without ..`,
    ),
  )

const options = v.strictObject({
  /** The product's zip on the controller. */
  pack: text('the path of a zip on this machine'),
  /** The folder of the zip that holds all else, as in `wso2is-5.4.1`. */
  root: inside('the top folder of the zip'),
  /** Files below it. */
  entries: someOf(inside('a file of the zip'), 'files of the zip'),
  /** The folder of the host below which they shall be, by the same names. */
  path: hostPath,
})
export type PackFiles = v.InferInput<typeof options>

/**
 * Some files of the product's zip, on a host that does not need all of it.
 *
 * @example packFiles({ pack: 'wso2is-5.4.1.zip', root: 'wso2is-5.4.1', entries: ['dbscripts/mysql5.7.sql'], path: '/srv/is' })
 */
export const packFiles = defineTask('packFiles', {
  options,
  tasks: ({ pack, root, entries, path }) => {
    const files = entries.map((entry) => ({ pack, entry: `${root}/${entry}`, path: `${path}/${entry}` }))
    const folders = [...new Set(files.map((file) => parentOf(file.path)))]
    return [...folders.map((folder) => directory({ path: folder })), ...files.map(packFile)]
  },
})

const packFile = defineTask('packFile', {
  options: v.strictObject({ pack: v.string(), entry: v.string(), path: hostPath }),
  title: ({ entry, path }) => `put ${entry} of the pack at ${path}`,
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
