import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { constants as system, tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of mode 0700, in memory where there is such a place. It goes with this process, however that ends. */
export interface PrivateFolder {
  readonly path: string
  remove(): void
  /** Removes it, and ends the process as the signal would have. */
  leave(signal: NodeJS.Signals): never
}

/** Makes one. `say` hears it where what is written there may reach a disk. */
export function privateFolder(say: (words: string) => void): PrivateFolder {
  const memory = [process.env.XDG_RUNTIME_DIR, '/dev/shm'].find((place) => place && isInMemory(place))
  if (memory === undefined)
    say(`there is no place in memory for the text, so ${tmpdir()} has it meanwhile, which may be on a disk`)
  const path = mkdtempSync(join(memory ?? tmpdir(), 'runbook-'))
  const remove = () => {
    rmSync(path, { recursive: true, force: true })
    process.off('exit', remove)
  }
  process.on('exit', remove)
  return {
    path,
    remove,
    leave(signal) {
      remove()
      process.exit(128 + system.signals[signal])
    },
  }
}

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
