import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { snapshot } from '../../../lib/testing/tree.ts'
import type { Machine } from '../../support/machines/machine.ts'
import { startMachine } from '../../support/machines/machines.ts'
import { scratch } from '../../support/shells.ts'
import { arrange, converged, judge, run } from '../hosts/job.ts'
import type { Progress } from '../progress.ts'

/** A home whose user may have so many kilobytes or files more than there are, from none to enough, in turn. */
const limits = [
  ...Array.from({ length: 20 }, (_, at) => ({ blocks: 12 + 16 * at, files: 0 })),
  ...Array.from({ length: 10 }, (_, at) => ({ blocks: 0, files: 1 + 2 * at })),
]

const folder = '/home/deploy/work'

/**
 * A job of a user with a quota, for that and for its journal: each path is old or new, what failed is told, and once there is
 * room the next run brings the rest.
 */
export async function tryQuota(runs: number, _: number, progress: Progress, until?: AbortSignal): Promise<object> {
  const found = { done: 0, told: 0 }
  const { machine, stop } = await startMachine()
  const spec = machine.spec({ user: 'deploy' })
  try {
    await machine.sh(prepare)
    const planted = scratch('planted')
    arrange(planted)
    const tar = execFileSync('tar', ['-C', planted, '-c', '.']).toString('base64')
    const fresh = () =>
      machine.sh(
        `${quota(0, 0)}; rm -rf ${folder} /home/deploy/.local; mkdir -p ${folder}
base64 -d | tar -x -C ${folder}; chown -R deploy:deploy /home/deploy`,
        { input: tar },
      )
    await fresh()
    const before = await seen(machine, snapshot)
    await run(spec, folder)
    const course = { before, after: await seen(machine, snapshot) }
    for (let nth = 0; nth < Math.min(runs, limits.length) && !until?.aborted; nth++) {
      const limit = limits[Math.floor((nth * limits.length) / Math.min(runs, limits.length))] ?? { blocks: 1, files: 0 }
      progress(limit)
      await fresh()
      await machine.sh(more(limit))
      const ran = await run(spec, folder)
      found[await seen(machine, (at) => judge(at, course, ran))]++
      await machine.sh(quota(0, 0))
      const next = await run(spec, folder)
      await seen(machine, (at) => converged(at, course, next))
    }
    return { ...found, of: limits.length }
  } finally {
    await stop()
  }
}

const prepare = `modprobe quota_v2; set -e
dd if=/dev/zero of=/srv/home.img bs=1M count=16 status=none
mkfs.ext4 -q -O quota -E quotatype=usrquota /srv/home.img
mkdir /mnt/home; mount -o loop,usrquota /srv/home.img /mnt/home
cp -a /home/deploy/. /mnt/home/; umount /mnt/home; mount -o loop,usrquota /srv/home.img /home/deploy
chown deploy:deploy /home/deploy`

const quota = (blocks: number | string, files: number | string) =>
  `setquota -u deploy 0 ${blocks} 0 ${files} /home/deploy`

/** What is there counts as well. */
const more = ({ blocks, files }: { readonly blocks: number; readonly files: number }) =>
  `set -- $(quota -u -w -v deploy | tail -n 1 | tr -d '*'); ${quota(
    blocks === 0 ? 0 : `$(($2 + ${blocks}))`,
    files === 0 ? 0 : `$(($5 + ${files}))`,
  )}`

/** The folder of the job, as one of this computer. */
async function seen<T>(machine: Machine, look: (folder: string) => T): Promise<T> {
  const copy = scratch('seen')
  try {
    const packed = await machine.sh(`tar -C /home/deploy -c work | base64`)
    execFileSync('tar', ['-C', copy, '-xp', '--numeric-owner'], { input: Buffer.from(packed, 'base64') })
    return look(join(copy, 'work'))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
