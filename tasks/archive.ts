import * as v from 'valibot'
import type { LocalSource } from '../lib/core/content.ts'
import {
  archiveFact,
  type CommandAnswer,
  commandFact,
  type EntryAnswer,
  entryFact,
  type Fact,
  type PathAnswer,
  pathFact,
} from '../lib/core/fact.ts'
import { type Refusal, refuse } from '../lib/core/failure.ts'
import type { Made, Operation, Run } from '../lib/core/operation.ts'
import { segments } from '../lib/core/paths.ts'
import { defineTask } from '../lib/core/task.ts'
import { quote } from '../lib/remote/quote.ts'
import { noFolder } from './support/attributes.ts'
import { hostPath, listOf, text, whole } from './support/schema.ts'

const options = v.strictObject({
  /** A zip or tar.gz on the controller. */
  from: text('the path of an archive of this machine'),
  /** The directory that shall hold what was packed. When it is there, nothing is done: unpacking is all or nothing. */
  path: hostPath,
  /** Leading path segments to leave out. Default: 0. */
  strip: v.optional(whole('a number of path segments', 0, 100)),
})
export type Archive = v.InferInput<typeof options>

/**
 * An unpacked archive. It travels as a plain tar, which every host can unpack; its entries count as predicted, so that a
 * dry run on a bare host can edit files that are still inside it.
 *
 * @example archive({ from: 'wso2is-5.4.1.zip', path: '/opt/wso2is-5.4.1', strip: 1 })
 */
export const archive = defineTask('archive', {
  options,
  title: ({ path, from }) => `unpack ${from} to ${path}`,
  reads: ({ path, from }) => ({ at: pathFact(path), listed: archiveFact(from) }),
  plan: ({ path, from, strip = 0 }, { at, listed }) => {
    const needed = mustUnpack(path, at)
    if (needed !== true) return needed
    if ('missing' in listed) return refuse(listed.missing, 'put the archive there, or name another')
    if (!listed.entries.some((entry) => segments(entry.path).length > strip)) {
      return refuse(`${from} holds nothing below ${strip} leading folders`, 'give a smaller strip')
    }
    return [unpackUpload({ file: from }, path, strip, { unpacks: { archive: { file: from }, strip, path } })]
  },
})

const hostOptions = v.strictObject({
  /** A zip (jar, war) that lies on the host. */
  archive: hostPath,
  /** The directory that shall hold what was packed; when it is there, nothing is done. */
  path: hostPath,
  /** Entries that later steps edit: their content is read from the archive, so that a dry run knows it. */
  known: v.optional(listOf(text('the path of an entry, as the archive names it'), 'paths of entries')),
})
export type HostArchive = v.InferInput<typeof hostOptions>

/**
 * An unpacked archive that lies on the host, such as a web application's war.
 *
 * @example hostArchive({ archive: `${webapps}/shindig.war`, path: `${webapps}/shindig`, known: ['WEB-INF/web.xml'] })
 */
export const hostArchive = defineTask('hostArchive', {
  options: hostOptions,
  title: ({ path, archive }) => `unpack ${archive} to ${path}`,
  reads: ({ path, archive, known = [] }) =>
    ({
      at: pathFact(path),
      packed: pathFact(archive),
      tool: commandFact(`command -v ${tools.join(' || command -v ')}`, []),
      ...Object.fromEntries(known.map((entry) => [`entry ${entry}`, entryFact(archive, entry)])),
    }) as { at: Fact<PathAnswer>; packed: Fact<PathAnswer>; tool: Fact<CommandAnswer> } & Record<
      `entry ${string}`,
      Fact<EntryAnswer>
    >,
  plan: ({ path, archive, known = [] }, { at, packed, tool, ...entries }) => {
    const needed = mustUnpack(path, at)
    if (needed !== true) return needed
    if (packed.type !== 'file') return refuse(`${archive} is not there to unpack`, 'put it there before')
    const makes: Made[] = [{ type: 'directory', path }]
    for (const entry of known) {
      const found = entries[`entry ${entry}`]
      if (found === undefined || 'missing' in found) return refuse(found?.missing ?? entry, `look into ${archive}`)
      makes.push({ type: 'file', path: `${path}/${entry}`, content: found.content })
    }
    const effects = { makes }
    if (packed.source) return [unpackUpload(packed.source, path, 0, effects)]
    if (tool.status !== 0)
      return refuse(`the host has none of ${tools.join(', ')} to unpack ${archive}`, 'install unzip')
    return [unpackThere(archive, path, effects)]
  },
})

function mustUnpack(path: string, at: PathAnswer): true | readonly Operation[] | Refusal {
  if (at.type === 'directory' || at.type === 'symlink') return []
  if (at.type !== 'absent') return refuse(`${path} is a ${at.type}`, 'move it away, then run again')
  return noFolder(path, at) ?? true
}

/** Into a folder beside, then renamed: a host holds all of it or nothing. */
const beside = (path: string, extract: string): string =>
  [
    `t=$(mktemp -d ${quote(`${path}.XXXXXX`)}) || exit`,
    `trap 'rm -rf "$t"' EXIT`,
    `${extract} && chmod 755 "$t" && mv "$t" ${quote(path)}`,
  ].join('\n')

const unpackUpload = (source: LocalSource, path: string, strip: number, effects: Run['effects']): Run => ({
  op: 'run',
  script: beside(path, `tar -xof "$1" -C "$t"${strip > 0 ? ` --strip-components=${strip}` : ''}`),
  uploads: [{ ...source, tar: true }],
  effects,
})

const tools = ['unzip', 'bsdtar', 'busybox', 'python3', 'jar']

const unpackThere = (archive: string, path: string, effects: Run['effects']): Run => ({
  op: 'run',
  script: beside(
    path,
    `a=${quote(archive)} && {
if command -v unzip; then unzip -qq "$a" -d "$t"
elif command -v bsdtar; then bsdtar -xf "$a" -C "$t"
elif command -v busybox; then busybox unzip -q "$a" -d "$t"
elif command -v python3; then python3 -m zipfile -e "$a" "$t"
else (cd "$t" && jar xf "$a")
fi >/dev/null; }`,
  ),
  effects,
})
