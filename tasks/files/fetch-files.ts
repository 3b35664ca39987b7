import * as v from 'valibot'
import type { ContentAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { contentFact, digestFact, each, type Fact, type Facts, on, pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { notAFile } from '../support/attributes.ts'
import { hostPath, listOf, mode, someOf, text } from '../support/schema.ts'

const options = v.strictObject({
  /** The hosts that have them, by their names in the inventory. */
  hosts: someOf(
    v.pipe(
      text('the name of a host of the inventory'),
      v.check((name) => !name.includes('/') && name !== '..' && name !== '.', 'it is no name of a host'),
    ) as v.GenericSchema<string>,
    'names of hosts of the inventory',
  ),
  /** Files there; a link is followed. */
  from: someOf(hostPath, 'paths on the hosts'),
  /** The folder on the host of this play that gets them, as HOST/PATH; it is made when it is not there. */
  into: hostPath,
  /** Files that need not be there: what is missing is left out. Default: each has to be. */
  optional: v.optional(listOf(hostPath, 'paths on the hosts')),
  /** Permission bits of the files. Default: 0o600, for nobody knows what is in them. */
  mode: v.optional(mode),
})
export type FetchFiles = v.InferInput<typeof options>

/**
 * Files of several hosts in a folder of one: of a host of the inventory that is this machine, `local()`, to have them here.
 * What is gone from a host stays in the folder.
 *
 * @example fetchFiles({ hosts: ['is1', 'is2'], from: ['/etc/app.conf'], into: '/srv/collected' })
 */
export const fetchFiles = defineTask('fetchFiles', {
  options,
  title: ({ hosts, from, into }) => `fetch ${from.join(', ')} of ${hosts.join(', ')} into ${into}`,
  reads: (args): FetchReads => {
    const pairs = pairsOf(args)
    const of = (key: string) => pairs.get(key) ?? { host: '', from: '/', path: '/' }
    return {
      top: pathFact(args.into),
      there: each([...pairs.keys()], (key) => on(of(key).host, contentFact(of(key).from))),
      here: each([...pairs.keys()], (key) => digestFact(of(key).path)),
      folders: each([...new Set([...pairs.values()].map(({ path }) => parentOf(path)))], pathFact),
    }
  },
  plan: (args, { top, there, here, folders }) => {
    const { mode = 0o600, optional = [], into } = args
    if (top.type !== 'absent' && top.type !== 'directory')
      return refuse(
        `${into} is a ${top.type === 'other' ? top.what : top.type}`,
        'move it away, or name another folder',
      )
    const operations: Operation[] = []
    const made = new Set<string>()
    for (const [key, { host, from, path }] of pairsOf(args)) {
      const [source, target] = [there.get(key), here.get(key)]
      if (source?.type === 'absent' && optional.includes(from)) continue
      if (source?.type !== 'file')
        return refuse(
          `${from} of ${host} is ${source === undefined || source.type === 'absent' ? 'not there' : `a ${source.type}`}`,
          'make it there before, or name it among `optional`',
        )
      if (target?.type === 'file' && target.sha256 === digestOf(source.content)) continue
      if (target && target.type !== 'file' && target.type !== 'absent') return notAFile(path, target)
      const folder = parentOf(path)
      if (folders.get(folder)?.type === 'absent' && !made.has(folder))
        operations.push({ op: 'directory', path: folder })
      made.add(folder)
      operations.push({ op: 'write', path, content: source.content, mode })
    }
    return operations
  },
})

type FetchReads = {
  readonly top: Fact<PathAnswer>
  readonly there: Facts<ContentAnswer>
  readonly here: Facts<DigestAnswer>
  readonly folders: Facts<PathAnswer>
}

/** Each file of each host, and where it goes. */
const pairsOf = ({ hosts, from, into }: FetchFiles) =>
  new Map(
    hosts.flatMap((host) =>
      from.map((path) => [`${host}${path}`, { host, from: path, path: `${into}/${host}${path}` }] as const),
    ),
  )
