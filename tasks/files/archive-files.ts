import * as v from 'valibot'
import type { DigestAnswer, LocalAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { digestFact, type Fact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { ancestry, isAtOrBelow, parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { cannotWrite } from '../support/attributes.ts'
import { basename } from '../support/basename.ts'
import { hostPath, someOf, text, truth, wordOf } from '../support/schema.ts'
import { absent } from './absent.ts'
import { directory } from './directory.ts'

const inside = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(what),
    v.check(
      (path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
      ({ input }) =>
        `${JSON.stringify(input)} is no place in an archive: write it without a slash at its ends, and without ..`,
    ),
  )

const options = v.pipe(
  v.strictObject({
    /** A zip (jar, war) or a tar on the controller. */
    from: text('the path of an archive of this machine'),
    /** The folder in it that holds all else, as in `app-1.2`. */
    root: inside('the top folder of the archive'),
    /** Files below it. */
    entries: someOf(inside('a file of the archive'), 'files of the archive'),
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
export type ArchiveFiles = v.InferInput<typeof options>

/**
 * Some files of an archive, on a host that does not need all of it.
 *
 * @example archiveFiles({ from: 'app-1.2.zip', root: 'app-1.2', entries: ['sql/mysql.sql'], path: '/srv/app' })
 */
export const archiveFiles = defineTask('archiveFiles', {
  options,
  tasks: ({ from, root, entries, path, state, recursive = false }) => {
    const files = entries.map((entry) => ({ from, entry: `${root}/${entry}`, path: `${path}/${entry}` }))
    if (state === 'absent') {
      if (recursive) return directory({ path, state, recursive })
      const made = [...new Set(files.flatMap((file) => foldersOf(file.path, path)))].sort((a, b) => b.length - a.length)
      return [
        ...files.map((file) => absent({ path: file.path })),
        ...made.map((folder) => directory({ path: folder, state })),
      ]
    }
    const folders = [...new Set(files.map((file) => parentOf(file.path)))]
    return [...folders.map((folder) => directory({ path: folder })), ...files.map(archiveFile)]
  },
})

/** The folders of a file, from the last up to the first. */
const foldersOf = (file: string, first: string): string[] =>
  ancestry(parentOf(file)).filter((path) => isAtOrBelow(path, first))

const archiveFile = defineTask('archiveFile', {
  options: v.strictObject({ from: v.string(), entry: v.string(), path: hostPath }),
  title: ({ from, entry, path }) => `put ${entry} of ${basename(from)} at ${path}`,
  reads: ({ from, entry, path }): { at: Fact<DigestAnswer>; packed: Fact<LocalAnswer> } => ({
    at: digestFact(path),
    packed: { question: { ask: 'local', source: { file: from, entries: [entry] }, want: 'content' } },
  }),
  plan: ({ from, path }, { at, packed }) => {
    if ('missing' in packed) return refuse(packed.missing, `name an archive that has it in place of ${from}`)
    const no = cannotWrite(path, at)
    if (no) return no
    const same = at.type === 'file' && at.sha256 === digestOf(packed.content)
    return same ? [] : [{ op: 'write', path, content: packed.content }]
  },
})
