import * as v from 'valibot'
import type { ListAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { type Fact, listFact, pathFact } from '../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { defineTask } from '../../lib/core/task.ts'
import { few } from '../support/removal.ts'
import { hostPath, line, ownerOf, text, whole } from '../support/schema.ts'
import { archive } from './archive.ts'
import { directory } from './directory.ts'

const name: v.GenericSchema<string> = v.pipe(
  line('the name of a release, as in 1.4.0'),
  v.regex(
    /^[A-Za-z0-9][\w.+~-]*$/,
    ({ input }) => `${input} is no name of a release: use letters, digits, and . _ + ~ -`,
  ),
)

const common = {
  /** The folder of all of it: `releases/NAME` in it are the releases, and `current` is a link to the one that counts. */
  path: hostPath,
  /** The release that shall count, as in `1.4.0` or `2026-11-26`: names are taken in the order of their numbers. */
  name,
  /** So many of the newest releases stay, beside the one that counts. Default: 5. */
  keep: v.optional(whole('a number of releases', 1, 1000)),
}

const switched = v.strictObject(common)

const options = v.strictObject({
  ...common,
  /** An archive of this machine that is unpacked as this release. Default: it is there already, as after going back. */
  from: v.optional(text('the path of an archive of this machine')),
  /** Leading path segments of the archive to leave out. Default: 0. */
  strip: v.optional(whole('a number of path segments', 0, 100)),
  /** Name or number of the user that what is new shall belong to. Default: whoever runs this. */
  owner: v.optional(ownerOf('user')),
  /** Name of the group of what is new. Default: that of its user. */
  group: v.optional(ownerOf('group')),
})
export type Releases = v.InferInput<typeof options>

/**
 * Releases side by side, and a link to the one that counts: a new one is unpacked beside the others, the link is pointed to
 * it in one step, and old ones go. To go back, name the release of before: it is there.
 *
 * @example release({ path: '/srv/app', name: '1.4.0', from: 'app-1.4.0.tar.gz', strip: 1 })
 * @example release({ path: '/srv/app', name: '1.3.2' }) // back
 */
export const release = defineTask('release', {
  options,
  tasks: ({ path, name, keep, from, strip, owner, group }) => [
    directory({ path: `${path}/releases` }),
    ...(from === undefined ? [] : [archive({ from, path: `${path}/releases/${name}`, strip, owner, group })]),
    switchRelease({ path, name, keep }),
  ],
})

/** The link, and what of the old goes. */
const switchRelease = defineTask('release', {
  options: switched,
  title: ({ path, name }) => `let ${name} be the release of ${path} that counts`,
  reads: ({ path, name }): SwitchReads => ({
    link: pathFact(`${path}/current`),
    wanted: pathFact(`${path}/releases/${name}`),
    all: listFact(`${path}/releases`),
  }),
  plan: ({ path, name, keep = 5 }, { link, wanted, all }) => {
    const names = all.type === 'directory' ? all.names : []
    const no = cannotSwitch({ path, name }, link, wanted, names)
    if (no) return no
    const target = `releases/${name}`
    const points: Operation[] =
      link.type === 'symlink' && link.target === target ? [] : [{ op: 'symlink', path: `${path}/current`, target }]
    return [
      ...points,
      ...oldOnes(names, name, keep).map((old): Operation => ({ op: 'remove', path: `${path}/releases/${old}` })),
    ]
  },
})

type SwitchReads = {
  readonly link: Fact<PathAnswer>
  readonly wanted: Fact<PathAnswer>
  readonly all: Fact<ListAnswer>
}

function cannotSwitch(
  { path, name }: { readonly path: string; readonly name: string },
  link: PathAnswer,
  wanted: PathAnswer,
  names: readonly string[],
): Refusal | undefined {
  if (wanted.type !== 'directory') {
    const there = [...names].filter(isRelease).sort(byNumbers).reverse()
    return refuse(
      `there is no release ${name} below ${path}/releases`,
      there.length === 0
        ? 'give the archive of it, by from'
        : `give the archive of it, by from, or name one that is there: ${few(there, 5)}`,
    )
  }
  if (link.type === 'absent' || link.type === 'symlink') return undefined
  return refuse(
    `${path}/current is a ${link.type === 'other' ? link.what : link.type}, no link`,
    'move it away, then run again',
  )
}

/** What goes: all but the newest, and the one that counts. */
function oldOnes(names: readonly string[], current: string, keep: number): string[] {
  const all = [...new Set([...names.filter(isRelease), current])].sort(byNumbers)
  return all.slice(0, Math.max(0, all.length - keep)).filter((one) => one !== current)
}

/** What is hidden is no release, but a part of one that is being made. */
const isRelease = (name: string): boolean => !name.startsWith('.')

/** 1.9 comes before 1.10. */
function byNumbers(a: string, b: string): number {
  const [x, y] = [padded(a), padded(b)]
  return x < y || (x === y && a < b) ? -1 : 1
}

const padded = (name: string): string => name.replace(/\d+/g, (digits) => digits.padStart(20, '0'))
