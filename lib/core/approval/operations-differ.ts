import type { ApprovedFiles, ApprovedOperation, ApprovedPath, ApprovedRun, ApprovedUpload } from '../approval.ts'
import type { Shape } from '../event.ts'
import type { Closeness } from './closeness.ts'

/** In words, how what a step does differs from what it was approved to do; undefined: in nothing. */
export function operationsDiffer(
  then: readonly ApprovedOperation[],
  now: readonly ApprovedOperation[],
  closeness: Closeness,
): string | undefined {
  const [extra] = now.slice(then.length)
  const [left] = then.slice(now.length)
  return (
    first(then, (one, at) => (now[at] === undefined ? undefined : operationDiffers(one, now[at], closeness))) ??
    (extra && `it does more than was approved: ${named(extra)}`) ??
    (left && `${named(left)} was approved with it, and is already so`)
  )
}

function operationDiffers(then: ApprovedOperation, now: ApprovedOperation, closeness: Closeness): string | undefined {
  if (then.op !== now.op) return `${named(now)} is planned, and ${named(then)} was approved`
  if (then.as !== now.as) return `${named(now)} is done as ${now.as}, and was approved as ${then.as}`
  const sent = uploadsDiffer(then.uploads ?? [], now.uploads ?? [])
  if (sent !== undefined) return sent
  return then.op === 'run' ? runDiffers(then, now as ApprovedRun) : pathsDiffer(then, now as ApprovedFiles, closeness)
}

function runDiffers(then: ApprovedRun, now: ApprovedRun): string | undefined {
  if (then.script !== now.script) return `${named(now)} is not the script that was approved`
  if (then.stdin !== now.stdin) return `${named(now)} is given another input than was approved`
  if (then.touches.join('\n') !== now.touches.join('\n'))
    return `${named(now)} touches ${now.touches.join(', ') || 'nothing'}, and was approved to touch ${then.touches.join(', ') || 'nothing'}`
  if (undoWords(then) !== undoWords(now))
    return `${named(now)} is undone by ${undoWords(now)}, and was approved to be undone by ${undoWords(then)}`
  if (timeWords(then) === timeWords(now)) return undefined
  return `${named(now)} ${timeWords(now)}, and was approved as what ${timeWords(then)}`
}

const undoWords = ({ undo, undoFirst }: ApprovedRun): string =>
  undo === undefined ? 'no script' : `"${undo}"${undoFirst ? ', before the files are as they were' : ''}`

const timeWords = ({ timeout, detached }: ApprovedRun): string =>
  detached !== undefined
    ? `runs on by itself for ${detached} s`
    : timeout === undefined
      ? 'takes as long as it takes'
      : `is ended after ${timeout} s`

const uploadsDiffer = (then: readonly ApprovedUpload[], now: readonly ApprovedUpload[]): string | undefined =>
  then.length !== now.length
    ? 'other files of this machine are sent than were approved'
    : first(then, ({ file, sha256 }, at) =>
        file === now[at]?.file && sha256 === now[at]?.sha256
          ? undefined
          : `${now[at]?.file} on this machine is not the file that was approved`,
      )

function pathsDiffer(then: ApprovedFiles, now: ApprovedFiles, closeness: Closeness): string | undefined {
  if (then.validate?.join('\n') !== now.validate?.join('\n'))
    return `${named(now)} has to pass ${now.validate?.join(' and ') ?? 'nothing'} first, and was approved to pass ${then.validate?.join(' and ') ?? 'nothing'}`
  const more = now.paths.find(({ path }) => !then.paths.some((one) => one.path === path))
  if (more) return `${more.path} would be changed (${now.op}), which was not approved`
  return first(then.paths, (one) => {
    const found = now.paths.find(({ path }) => path === one.path)
    return found === undefined
      ? `${one.path} is already so: its change was approved, and none is left`
      : pathDiffers(one, found, closeness)
  })
}

function pathDiffers(then: ApprovedPath, now: ApprovedPath, closeness: Closeness): string | undefined {
  const { path } = now
  const host = shapesDiffer(then.before, now.before, closeness)
  if (host !== undefined) return `${path} on the host is not what it was when this was approved: ${host}`
  const alike = then.sensitive === now.sensitive || closeness === 'exactly'
  const made = shapesDiffer(then.after, alike ? now.after : { ...now.after, sha256: undefined }, closeness)
  if (made !== undefined) return `${path} would become something else than was approved: ${made}`
  if (closeness === 'exactly' && (then.diff !== now.diff || then.sensitive !== now.sensitive))
    return `${path} would change in another way than was approved: look at the difference`
  return undefined
}

const keys = ['type', 'target', 'mode', 'owner', 'group', 'size', 'sha256', 'from'] as const

function shapesDiffer(then: Shape, now: Shape, closeness: Closeness): string | undefined {
  // A user that a plan names by a number has a name when it is looked at.
  const isOpen = (shape: Shape, key: (typeof keys)[number]) =>
    shape[key] === undefined ||
    (key === 'type' && shape.type === 'unknown') ||
    ((key === 'owner' || key === 'group') && /^\d+$/.test(shape[key] ?? ''))
  return first(keys, (key) => {
    if (then[key] === now[key]) return undefined
    if (closeness === 'as known' && (isOpen(then, key) || isOpen(now, key))) return undefined
    if (key === 'sha256') return 'its content differs'
    return `${key} ${valueWords(now, key)}, and was ${valueWords(then, key)}`
  })
}

function valueWords(shape: Shape, key: (typeof keys)[number]): string {
  const value = shape[key]
  if (value === undefined) return 'not known'
  return key === 'mode' ? Number(value).toString(8).padStart(4, '0') : String(value)
}

const named = (operation: ApprovedOperation): string =>
  operation.op === 'run'
    ? `"${operation.script.split('\n')[0]}"`
    : `${operation.op} ${operation.paths.at(-1)?.path ?? ''}`

function first<One>(all: readonly One[], words: (one: One, at: number) => string | undefined): string | undefined {
  for (const [at, one] of all.entries()) {
    const found = words(one, at)
    if (found !== undefined) return found
  }
  return undefined
}
