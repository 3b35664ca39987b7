import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local, shell as shellOf } from '../../lib/core/connection.ts'
import { Interrupted } from '../../lib/core/failure.ts'
import { uploadPath } from '../../lib/engine/stage-uploads.ts'
import { loginPrivilege } from '../../lib/remote/privilege.ts'
import { openSession } from '../../lib/session/session.ts'
import { file } from '../../tasks/index.ts'
import { scratch } from '../support/shells.ts'
import { playOn } from '../tasks/one-play.ts'

const test = suite('uploads of a run that dies before it comes to use them')

for (const shell of ['dash', 'bash'])
  test(`${shell}: they are noted before they are there, and go with the next run that changes something`, async () => {
    const locks = scratch('locks')
    const spec = local({ shell, env: { RUNBOOK_LOCKS: locks, RUNBOOK_JOURNAL: scratch('journals') } })
    const session = await openSession(spec)
    const path = uploadPath(session.dialect.file)
    await session.carryOut(loginPrivilege, ':')
    const before = session.roundTrips()
    await session.withUpload(loginPrivilege, session.dialect.file.note([path]))
    const trips = session.roundTrips() - before
    await session.upload(loginPrivilege, { size: 1, open: () => Readable.from(['x']) }, path, () => {})
    let heard = ''
    await session.carryOut(loginPrivilege, 'echo "shell $$"', (text) => {
      heard += text
    })
    process.kill(Number(/shell (\d+)/.exec(heard)?.[1]), 'SIGKILL')
    await session.close()
    assert.is(trips, 0, 'it is counted as little as the upload')
    assert.ok(existsSync(path))
    const next = await playOn(spec, file({ path: join(scratch('other'), 'f'), text: 'x' }))
    assert.equal(next.statuses, ['changed'], next.reasons)
    assert.not.ok(existsSync(path))
    assert.equal(readdirSync(locks), [])
  })

test('an upload that waits for a note is not there before, nor at all where the note cannot be made', async () => {
  const session = await openSession(local())
  const [path, never] = [uploadPath(session.dialect.file), uploadPath(session.dialect.file)]
  const source = { size: 1, open: () => Readable.from(['x']) }
  let note = () => {}
  const noted = new Promise<void>((resolve) => {
    note = resolve
  })
  const sent = session.upload(loginPrivilege, source, path, () => {}, noted)
  await session.carryOut(loginPrivilege, ':')
  assert.not.ok(existsSync(path))
  note()
  await sent
  assert.ok(existsSync(path))
  const fault = new Interrupted()
  const lost = await session
    .upload(loginPrivilege, source, never, () => {}, Promise.reject(fault))
    .catch((error) => error)
  assert.is(lost, fault)
  assert.not.ok(existsSync(never))
  await session.carryOut(loginPrivilege, session.dialect.file.remove([path]))
  await session.close()
})

for (const shell of ['dash', 'bash'])
  test(`${shell}: an upload that is interrupted before its file is there makes none after it was taken away`, async () => {
    const [bin, locks] = [scratch('bin'), scratch('locks')]
    writeFileSync(join(bin, 'rm'), `#!/bin/sh\n[ "$1" != -f ] || { : >${bin}/begun; sleep 1; }\nexec /bin/rm "$@"\n`, {
      mode: 0o755,
    })
    const interrupt = new AbortController()
    const words = ['env', `PATH=${bin}:${process.env.PATH}`, `RUNBOOK_LOCKS=${locks}`, shell]
    const session = await openSession(shellOf(words), { signal: interrupt.signal })
    const path = uploadPath(session.dialect.file)
    const source = { size: 1, open: () => Readable.from(['x']) }
    const sent = session.upload(loginPrivilege, source, path, () => {}).catch((fault) => fault)
    for (let turn = 0; turn < 2000 && !existsSync(join(bin, 'begun')); turn++) await pause(5)
    interrupt.abort()
    assert.instance(await sent, Interrupted)
    await session.carryOut(loginPrivilege, session.dialect.file.removeNoted([path]))
    await pause(1200)
    assert.not.ok(existsSync(path))
    await session.close()
  })

test.run()
