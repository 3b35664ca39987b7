import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { shell } from '../../lib/core/connection.ts'
import { scratch } from './shells.ts'

/**
 * A mount namespace of its own, in which a script mounts what only its own processes see: it takes root. `network`: so that
 * its network is its own, too.
 */
export async function mountNamespace(prepare: (folder: string) => string, { network = false } = {}) {
  const folder = scratch('mount')
  const kinds = network ? ['-m', '-n'] : ['-m']
  const holder = spawn(
    'unshare',
    [...kinds, '--propagation', 'private', 'sh', '-c', `${prepare(folder)} && echo ready && exec sleep 600`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve)
    holder.once('exit', reject)
  })
  const enter = ['-t', String(holder.pid), ...kinds]
  return {
    folder,
    /** The same folder for this process. */
    seen: join(`/proc/${holder.pid}/root`, folder),
    /** A shell in it; a program and words before it, as `env PATH=…`. */
    host: shell(['nsenter', ...enter, 'sh']),
    shell: (...words: string[]) => shell(['nsenter', ...enter, ...words]),
    inside: (program: string, ...words: string[]) =>
      execFileSync('nsenter', [...enter, program, ...words], { encoding: 'utf8' }),
    end: () => holder.kill('SIGKILL'),
  }
}
