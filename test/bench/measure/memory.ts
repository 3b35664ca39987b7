import { readFileSync } from 'node:fs'

/** The most memory that some processes had at once, in MB: shared pages are counted once among those who share them. */
export function watchMemory(processes: () => readonly number[]): { stop(): number } {
  let most = 0
  const look = () => {
    most = Math.max(
      most,
      processes().reduce((sum, pid) => sum + proportional(pid), 0),
    )
  }
  const timer = setInterval(look, 150)
  return {
    stop() {
      clearInterval(timer)
      return most / 1024
    },
  }
}

/** In kilobytes. */
function proportional(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    // It has ended.
    return 0
  }
}
