import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Container, container, file } from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { needsRoot } from '../../support/debian.ts'
import { startPodman } from '../../support/podman.ts'
import { tryRun, tryToTheEnd } from '../../support/trial.ts'

needsRoot('podman')
const { spec, sh, image, folder, end } = await startPodman()
const envFile = join(folder, 'web.env')
const web = (more: Partial<Exclude<Container, { state: 'absent' }>> = {}) =>
  container({ name: 'web', image, network: 'none', envFile, env: { GREETING: 'hello world' }, ...more } as Container)
const inspect = (format: string): string => sh(`podman container inspect --format '${format}' web`).trim()

const test = suite('container')
test.after(end)
test('no file that it reads, and no image by its digest', async () => {
  assert.match(
    (await tryRun(web(), spec)).said,
    /web\.env, which the container web reads, is not there: make it before/,
  )
  assert.throws(
    () => web({ image: 'localhost/tiny:1' }),
    /"localhost\/tiny:1" is no image by its digest: give NAME@sha256/,
  )
})
test('absent: it is made, in one play with the file that it reads', async () => {
  const play = [file({ path: envFile, text: 'COLOUR=blue\n', mode: 0o600 }), web()]
  covers({ container: 'absent' }, (await tryToTheEnd(play, spec)).statuses)
  assert.is(inspect('{{.State.Status}} {{.HostConfig.NetworkMode}}'), 'running none')
  assert.match(sh('podman exec web /bin/busybox env'), /^GREETING=hello world$/m)
  covers({ container: 'already right' }, (await tryRun(web(), spec)).statuses)
})
test('another definition, or another file that it reads: it is made anew', async () => {
  const was = inspect('{{.Id}}')
  covers({ container: 'wrong content' }, (await tryToTheEnd(web({ user: '7:7' }), spec)).statuses)
  assert.match(sh('podman exec web /bin/busybox id'), /^uid=7 gid=7/)
  const second = inspect('{{.Id}}')
  writeFileSync(envFile, 'COLOUR=green\n')
  assert.equal((await tryToTheEnd(web({ user: '7:7' }), spec)).statuses, ['changed'])
  assert.match(sh('podman exec web /bin/busybox env'), /^COLOUR=green$/m)
  assert.is(new Set([was, second, inspect('{{.Id}}')]).size, 3)
  assert.is(sh('podman ps -a --format "{{.Names}}"').trim(), 'web')
})
test('one that ends at once is not put in the place of one that runs', async () => {
  const was = inspect('{{.Id}}')
  const { statuses, said } = await tryRun(web({ command: ['/bin/sh', '-c', 'echo no such table; exit 3'] }), spec)
  assert.equal(statuses, ['failed'])
  assert.match(said, /it ended at once: no such table/)
  assert.is(inspect('{{.Id}} {{.State.Status}}'), `${was} running`)
})
test('an image that is nowhere: nothing is taken away', async () => {
  const nowhere = `localhost/nosuch@sha256:${'0'.repeat(64)}`
  assert.equal((await tryRun(web({ image: nowhere }), spec)).statuses, ['failed'])
  assert.is(inspect('{{.State.Status}}'), 'running')
})
test('stopped, and started again', async () => {
  assert.equal((await tryToTheEnd(web({ user: '7:7', running: false }), spec)).statuses, ['changed'])
  assert.match(inspect('{{.State.Status}}'), /^(exited|stopped)$/)
  assert.equal((await tryToTheEnd(web({ user: '7:7' }), spec)).statuses, ['changed'])
  assert.is(inspect('{{.State.Status}}'), 'running')
})
test('the inverse; and one that somebody else has made stays', async () => {
  const absent = container({ name: 'web', state: 'absent' })
  covers({ container: 'inverse' }, (await tryToTheEnd(absent, spec)).statuses)
  assert.is(sh('podman ps -aq').trim(), '')
  assert.is(readFileSync(envFile, 'utf8'), 'COLOUR=green\n')
  sh(`podman create --name web --network none ${image}`)
  for (const one of [absent, web()]) {
    const { statuses, said } = await tryRun(one, spec)
    covers({ container: 'wrong kind' }, statuses)
    assert.match(said, /there is a container web that somebody else has made: remove it by hand \(podman rm web\)/)
  }
})
test.run()
