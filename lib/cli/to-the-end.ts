import { UsageError } from '../core/failure.ts'
import { faultText } from './fault.ts'
import { userFault } from './where.ts'

/**
 * Carries out work in which a user's code is called. Where that code ends this process, or waits for what never comes, the
 * process does not end as if all were well: it says what has happened, and ends with `status`. Inside of other such work,
 * the inner status holds.
 */
export async function toTheEnd<Value>(status: number, work: () => Promise<Value>): Promise<Value> {
  const outer = underWay
  underWay = status
  if (outer === undefined) process.on('exit', onExit).on('beforeExit', onIdle)
  try {
    return await work()
  } finally {
    underWay = outer
    if (outer === undefined) process.off('exit', onExit).off('beforeExit', onIdle)
  }
}

/** Loads a file of the user's, for so many seconds at most: it may ask others what its hosts are. */
export async function loadWithin<Value>(file: string, load: () => Promise<Value>, seconds = 60): Promise<Value> {
  const late = () => leave(`it has not finished loading after ${seconds} s: see what it awaits at its top level`)
  const timer = setTimeout(late, seconds * 1000).unref()
  loading = file
  try {
    return await load()
  } finally {
    clearTimeout(timer)
    loading = undefined
  }
}

let underWay: number | undefined
let loading: string | undefined

function onExit(code: number): void {
  // What Ctrl-C has ended was told.
  if (code === 130) return
  Error.stackTraceLimit = 50
  say(new UsageError('it ends runbook before the work is done: take process.exit out'))
  process.exitCode = underWay
}

function onIdle(): void {
  leave(
    loading === undefined
      ? 'something in the playbook or the inventory waits for what never comes: see what it awaits'
      : 'it never finishes loading: what it awaits at its top level never comes',
  )
}

/** Whatever still holds this process is not waited for. */
function leave(words: string): never {
  process.off('exit', onExit)
  say(new UsageError(words))
  process.exit(underWay)
}

const say = (fault: UsageError) => process.stderr.write(faultText(userFault(fault, loading), false))
