import * as v from 'valibot'
import type { DigestAnswer, LocalAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { digestFact, type Fact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { ancestry, isAtOrBelow, parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { cannotWrite } from '../support/attributes.ts'
import { hostPath, someOf, text, truth, wordOf } from '../support/schema.ts'
import { absent } from './absent.ts'
import { directory } from './directory.ts'

const inside = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(what),
    v.check(
      (path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
      ({ input }) =>
        `${JSON.stringify(input)} is no place in a zip: write it without a slash at its ends, and without ..`,
    ),
  )

const options = v.pipe(
  v.strictObject({
    /** The product's zip on the controller. */
    pack: text('the path of a zip on this machine'),
    /** The folder of the zip that holds all else, as in `wso2is-5.4.1`. */
    root: inside('the top folder of the zip'),
    /** Files below it. */
    entries: someOf(inside('a file of the zip'), 'files of the zip'),
    /** The folder of the host below which they shall be, by the same names. */
    path: hostPath,
    /** `absent`: none of them shall be there, nor the folders that then hold nothing. Default: `present`. */
    state: v.optional(wordOf('present', 'absent')),
    /** With `absent`: the folder shall go with all that is in it. */
    recursive: v.optional(truth),
  }),
  v.check(
    ({ state, recursive }) => !recursive || state === 'absent',
    "recursive is for files that go: say state: 'absent', or leave it out",
  ),
)
export type PackFiles = v.InferInput<typeof options>

/**
 * Some files of the product's zip, on a host that does not need all of it.
 *
 * @example packFiles({ pack: 'wso2is-5.4.1.zip', root: 'wso2is-5.4.1', entries: ['dbscripts/mysql5.7.sql'], path: '/srv/is' })
 */
export const packFiles = defineTask('packFiles', {
  options,
  tasks: ({ pack, root, entries, path, state, recursive = false }) => {
    const files = entries.map((entry) => ({ pack, entry: `${root}/${entry}`, path: `${path}/${entry}` }))
    if (state === 'absent') {
      if (recursive) return directory({ path, state, recursive })
      const made = [...new Set(files.flatMap((file) => foldersOf(file.path, path)))].sort((a, b) => b.length - a.length)
      return [
        ...files.map((file) => absent({ path: file.path })),
        ...made.map((folder) => directory({ path: folder, state })),
      ]
    }
    const folders = [...new Set(files.map((file) => parentOf(file.path)))]
    return [...folders.map((folder) => directory({ path: folder })), ...files.map(packFile)]
  },
})

/** The folders of a file, from the last up to the first. */
const foldersOf = (file: string, first: string): string[] =>
  ancestry(parentOf(file)).filter((path) => isAtOrBelow(path, first))

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
