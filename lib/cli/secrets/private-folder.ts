import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { constants as system, tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of mode 0700, in memory where there is such a place. It goes with this process, unless that is killed by KILL. */
export interface PrivateFolder {
  readonly path: string
  /** Carries out work in which Ctrl-C is somebody else's: it does not end this process. */
  lend<Value>(work: () => Promise<Value>): Promise<Value>
  remove(): void
}

/** Makes one. `say` hears it where what is written there may reach a disk. */
export function privateFolder(say: (words: string) => void): PrivateFolder {
  const memory = [process.env.XDG_RUNTIME_DIR, '/dev/shm'].find((place) => place && isInMemory(place))
  if (memory === undefined)
    say(`there is no place in memory for the text, so ${tmpdir()} has it meanwhile, which may be on a disk`)
  let path = ''
  const wipe = () => path !== '' && rmSync(path, { recursive: true, force: true })
  let isLent = false
  const leave = (signal: NodeJS.Signals) => {
    if (!isLent || !keys.has(signal)) process.exit(128 + system.signals[signal])
  }
  // Before there is anything to remove: a signal may come at any time.
  process.on('exit', wipe)
  for (const one of ends) process.on(one, leave)
  path = mkdtempSync(join(memory ?? tmpdir(), 'runbook-'))
  return {
    path,
    async lend(work) {
      isLent = true
      try {
        return await work()
      } finally {
        isLent = false
      }
    },
    remove() {
      wipe()
      process.off('exit', wipe)
      for (const one of ends) process.off(one, leave)
    },
  }
}

const ends = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const
/** What a terminal sends to all that run on it, when somebody presses a key. */
const keys: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT'])

function isInMemory(place: string): boolean {
  try {
    accessSync(place, constants.W_OK | constants.X_OK)
    return memory.has(statfsSync(place).type)
  } catch {
    return false
  }
}

/** tmpfs and ramfs. */
const memory = new Set([0x01021994, 0x858458f6])
