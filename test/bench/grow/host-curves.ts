import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { local } from '../../../lib/core/connection.ts'
import type { Mode } from '../../../lib/core/event.ts'
import { play } from '../../../lib/core/playbook.ts'
import { file } from '../../../tasks/index.ts'
import { runOn } from '../../support/runs.ts'
import { scratch } from '../../support/shells.ts'
import { startSshd } from '../../support/sshd.ts'
import { seconds } from '../figures/figure.ts'
import { curve } from './edit-curves.ts'
import { type Curve, smallFiles, uploadByScp, uploadBySsh } from './growth.ts'

/** What one host takes: resources, files that are made, and bytes that are sent. */
export async function* hostCurves(): AsyncGenerator<Curve> {
  const folder = scratch('grow')
  yield await curve('dry run of new files on one host', 'resources', [500, 1000, 2000, 4000], (count) =>
    small(folder, count, 'plan'),
  )
  yield await curve(smallFiles, 'files', [250, 500, 1000, 2000], async (count) => {
    rmSync(join(folder, 'made'), { recursive: true, force: true })
    return small(folder, count, 'apply')
  })
  yield* uploads(folder)
}

function small(folder: string, count: number, mode: Mode): Promise<number> {
  mkdirSync(join(folder, 'made'), { recursive: true })
  return seconds(async () => {
    const { summary } = await runOn(
      { one: local() },
      (inventory) => [
        play('files', inventory.group('group'), () =>
          Array.from({ length: count }, (_, n) => file({ path: join(folder, 'made', `f${n}`), text: `file ${n}\n` })),
        ),
      ],
      { mode },
    )
    const { failed = 0, refused = 0 } = Object.values(summary.hosts)[0] ?? {}
    if (failed + refused > 0) throw new Error(`${failed} steps failed, ${refused} were refused`)
  })
}

/** Beside scp, which carries the same bytes to the same server. */
async function* uploads(folder: string): AsyncGenerator<Curve> {
  const sshd = await startSshd()
  const sizes = [25, 50, 100, 200]
  const from = (megabytes: number) => {
    const path = join(folder, `${megabytes}.bin`)
    execFileSync('dd', ['if=/dev/urandom', `of=${path}`, 'bs=1M', `count=${megabytes}`], { stdio: 'ignore' })
    return path
  }
  try {
    yield await curve(uploadBySsh, 'MB', sizes, (megabytes) => {
      const source = from(megabytes)
      return seconds(async () => {
        const path = join(folder, 'sent')
        rmSync(path, { force: true })
        const { unreachable, steps } = await runOn({ one: sshd.spec() }, (inventory) => [
          play('upload', inventory.group('group'), () => file({ path, from: source })),
        ])
        if (unreachable.length > 0 || steps('one')[0] !== 'changed')
          throw new Error(String([unreachable, steps('one')]))
      })
    })
    yield await curve(uploadByScp, 'MB', sizes, (megabytes) => {
      const source = from(megabytes)
      const options = [
        '-q',
        '-i',
        sshd.identity,
        '-P',
        String(sshd.port),
        '-F',
        'none',
        '-o',
        `UserKnownHostsFile=${sshd.knownHosts}`,
      ]
      return seconds(() => execFileSync('scp', [...options, source, `127.0.0.1:${join(folder, 'scp')}`]))
    })
  } finally {
    await sshd.stop()
  }
}
