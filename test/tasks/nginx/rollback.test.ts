import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { service } from '../../../tasks/index.ts'
import { nginxInputs, nginxSites } from '../../../tasks/nginx/index.ts'
import { needs } from '../../support/debian.ts'
import { keptRuns } from '../../support/kept-runs.ts'
import { scratch } from '../../support/shells.ts'

needs(['nginx-light'])
const test = suite('nginx after a rollback')

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

test('it serves the old configuration, and then runs no more', async () => {
  const [folder, root, port] = [scratch('nginx'), scratch('root'), await freePort()]
  const [conf, sitesFolder, pid] = [join(folder, 'nginx.conf'), join(folder, 'conf.d'), join(folder, 'pid')]
  execFileSync('mkdir', [sitesFolder])
  writeFileSync(
    conf,
    `user root;\nworker_processes 1;\nerror_log ${folder}/error.log;\npid ${pid};\nevents {}\nhttp { access_log off; include ${sitesFolder}/*.conf; }\n`,
  )
  const site = (words: string) => ({
    file: 'site.conf',
    text: `server { listen 127.0.0.1:${port}; location / { return 200 "${words}"; } }\n`,
    hostname: 'localhost',
    listen: { address: '127.0.0.1', port },
    reads: [],
  })
  const nginx = `nginx -c ${conf}`
  const resources = (words: string) => () => {
    const at = { sites: [site(words)], folder: sitesFolder, conf }
    return [
      nginxSites(at),
      service({
        name: 'nginx-here',
        inputs: nginxInputs(at),
        reload: true,
        stamp: join(folder, 'reloaded'),
        ready: { port },
        commands: {
          start: `${nginx} </dev/null >/dev/null 2>&1`,
          stop: `${nginx} -s quit`,
          status: `[ -s ${pid} ] && kill -0 "$(cat ${pid})"`,
          reload: `${nginx} -s reload`,
        },
      }),
    ]
  }
  /** A worker that ends may answer once more. */
  const served = async (words: string) => {
    for (let left = 50; ; left--) {
      const found = await fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text())
      if (found === words || left === 0) return found
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const kept = keptRuns(root)
  const first = await kept.apply(resources('one'))
  try {
    assert.equal(first.steps('a'), ['changed', 'changed'])
    assert.is(await served('one'), 'one')
    assert.equal((await kept.apply(resources('two'))).steps('a'), ['changed', 'changed'])
    assert.is(await served('two'), 'two')
    const { steps } = await kept.rollBack()
    assert.equal(
      Object.values(steps).filter((one) => !/^(changed|ok)/.test(one)),
      [],
    )
    assert.is(await served('one'), 'one')
    assert.equal((await kept.apply(resources('one'))).steps('a'), ['ok', 'ok'], 'its record is that of before, too')
    await kept.rollBack()
    assert.is(await fetch(`http://127.0.0.1:${port}/`).catch(() => 'nobody answers'), 'nobody answers')
  } finally {
    try {
      process.kill(Number(readFileSync(pid, 'utf8')))
    } catch {
      // It runs no more.
    }
  }
})

test.run()
