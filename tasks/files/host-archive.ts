import * as v from 'valibot'
import type { CommandAnswer, EntryAnswer, ListAnswer, PathAnswer } from '../../lib/core/answers.ts'
import type { LocalSource } from '../../lib/core/content.ts'
import { commandFact, entryFact, type Fact, listFact, pathFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import type { Made, Run } from '../../lib/core/operation.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askUnzip, extractThere, extractUpload, unpackScript, unzipTools } from '../../lib/remote/posix/archive.ts'
import { directoryRemoval } from '../support/removal.ts'
import { hostPath, listOf, text, truth, wordOf } from '../support/schema.ts'
import { placeFor } from './archive/unpack.ts'

const options = v.strictObject({
  /** A zip (jar, war) that lies on the host. */
  archive: hostPath,
  /** The directory that shall hold what was packed; when it is there, nothing is done. */
  path: hostPath,
  /** Entries that later steps edit: their content is read from the archive, so that a dry run knows it. */
  known: v.optional(listOf(text('the path of an entry, as the archive names it'), 'paths of entries')),
  /** `absent`: the directory shall not be there. One that is not empty is refused. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
  /** With `state: 'absent'`: also all that is in it. */
  recursive: v.optional(truth),
})
export type HostArchive = v.InferInput<typeof options>

/**
 * An unpacked archive that lies on the host, such as a web application's war.
 *
 * @example hostArchive({ archive: `${webapps}/shindig.war`, path: `${webapps}/shindig`, known: ['WEB-INF/web.xml'] })
 */
export const hostArchive = defineTask('hostArchive', {
  options: options,
  title: ({ path, archive, state }) => (state === 'absent' ? `remove ${path}` : `unpack ${archive} to ${path}`),
  reads: ({ path, archive, known = [] }) =>
    ({
      link: pathFact(path),
      at: listFact(path),
      packed: pathFact(archive),
      tool: commandFact(askUnzip, []),
      ...Object.fromEntries(known.map((entry) => [`entry ${entry}`, entryFact(archive, entry)])),
    }) as {
      link: Fact<PathAnswer>
      at: Fact<ListAnswer>
      packed: Fact<PathAnswer>
      tool: Fact<CommandAnswer>
    } & Record<`entry ${string}`, Fact<EntryAnswer>>,
  plan: ({ path, archive, known = [], state, recursive = false }, { link, at, packed, tool, ...entries }) => {
    if (state === 'absent') return directoryRemoval(path, link, at, recursive)
    const place = placeFor(path, link, at)
    if (isRefusal(place)) return place
    if (place === 'filled') return []
    if (packed.type !== 'file') return refuse(`${archive} is not there to unpack`, 'put it there before')
    const makes: Made[] = [{ type: 'directory', path }]
    for (const entry of known) {
      const found = entries[`entry ${entry}`]
      if (found === undefined || 'missing' in found) return refuse(found?.missing ?? entry, `look into ${archive}`)
      makes.push({ type: 'file', path: `${path}/${entry}`, content: found.content })
    }
    const effects = link.type === 'symlink' ? { unknown: [path] } : { makes }
    if (packed.source) return [unpackUpload(packed.source, path, place, effects)]
    if (tool.status !== 0)
      return refuse(`the host has none of ${unzipTools.join(', ')} to unpack ${archive}`, 'install unzip')
    return [{ op: 'run', script: unpackScript(path, place, extractThere(archive)), effects, undo: 'files' }]
  },
})

const unpackUpload = (source: LocalSource, path: string, place: 'free' | 'empty', effects: Run['effects']): Run => ({
  op: 'run',
  script: unpackScript(path, place, extractUpload()),
  uploads: [{ ...source, tar: {} }],
  effects,
  undo: 'files',
})
