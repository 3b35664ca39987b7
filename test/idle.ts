import { cpus } from 'node:os'

/** Tells, each time that it is asked, which part of the time since it was asked last the processors have had nothing to do. */
export function idleShare(): () => number {
  let before = spent()
  return () => {
    const now = spent()
    const [idle, all] = [now.idle - before.idle, now.all - before.all]
    before = now
    return all > 0 ? idle / all : 0
  }
}

/** Waiting for a disk counts among neither: another test would wait with them. */
function spent(): { readonly idle: number; readonly all: number } {
  const times = cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({
    idle,
    all: user + nice + sys + idle + irq,
  }))
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.map(({ all }) => all)) }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
