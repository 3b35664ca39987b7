import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { command, file, type Service, service } from '../../../tasks/index.ts'
import { freePort } from '../../support/httpd.ts'
import { scratch, type TestShell, testShells } from '../../support/shells.ts'
import { playOn } from '../one-play.ts'

/** A real daemon: BusyBox httpd, started by commands of the test, that says in a log when it started with which file. */
async function daemon(shell: TestShell) {
  const folder = scratch('service')
  const at = (name: string) => join(folder, name)
  const port = await freePort()
  writeFileSync(
    at('ctl'),
    `cd ${folder}
case $1 in
  start) echo starting >>log; echo start >>did; [ -e broken ] && { echo "cannot bind"; exit 1; }
    /bin/busybox httpd -f -p 127.0.0.1:${port} -h . & echo $! >pid; (sleep 0.3; echo "started with $(cat conf)" >>log) & ;;
  stop) kill "$(cat pid)"; echo stop >>did ;;
  status) [ -s pid ] && grep -q . "/proc/$(cat pid)/cmdline" ;;
  reload) echo reload >>did ;;
esac
`,
  )
  chmodSync(at('ctl'), 0o755)
  writeFileSync(at('conf'), 'one')
  const ctl = (verb: string) => `sh ${at('ctl')} ${verb}`
  const commands = { start: ctl('start'), stop: ctl('stop'), status: ctl('status'), reload: ctl('reload') }
  const did = () => (existsSync(at('did')) ? readFileSync(at('did'), 'utf8').trim().split('\n') : [])
  return {
    at,
    port,
    did,
    runs: () => isAlive(Number(readFileSync(at('pid'), 'utf8'))),
    forget: () => rmSync(at('did'), { force: true }),
    async end() {
      const pid = existsSync(at('pid')) ? Number(readFileSync(at('pid'), 'utf8')) : 0
      if (isAlive(pid)) process.kill(pid)
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    conf: (text: string) => file({ path: at('conf'), text }),
    service: (more: Partial<Service> = {}) =>
      service({ name: 'web', commands, inputs: [at('conf')], stamp: at('state/web.started'), timeout: 60, ...more }),
    play: (...[resources, options]: Parameters<typeof playOn> extends [unknown, ...infer Rest] ? Rest : never) =>
      playOn(shell.spec, resources, options),
  }
}

/** A process that has ended stays in the table of processes, without a command line, until it is collected. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`).length > 0
  } catch {
    return false
  }
}

for (const shell of testShells()) {
  const test = suite(`service on ${shell.name}`)
  const tried = (name: string, story: (web: Awaited<ReturnType<typeof daemon>>) => Promise<void>) =>
    test(name, async () => {
      const web = await daemon(shell)
      try {
        await story(web)
      } finally {
        await web.end()
      }
    })

  tried(
    'a stopped one is started, and outlives the run; a second run does nothing in the two round trips that any run takes',
    async (web) => {
      const first = await web.play(web.service())
      assert.equal(first.statuses, ['changed'], first.reasons)
      assert.ok(web.runs())
      assert.match(readFileSync(web.at('state/web.started'), 'utf8'), /^[0-9a-f]{64} {2}\/.*\/conf\n$/)
      const again = await web.play(web.service())
      assert.equal([again.statuses, web.did(), again.summary.roundTrips], [['ok'], ['start'], 2])
    },
  )

  tried('an edit in the same play restarts once, and is planned without another look', async (web) => {
    await web.play(web.service())
    web.forget()
    const dry = await web.play([web.conf('two'), web.service()], { dryRun: true })
    assert.equal([dry.statuses, web.did()], [['changed', 'changed'], []])
    const run = dry.changes.find(({ kind }) => kind === 'run')
    assert.match(run?.kind === 'run' ? run.script : '', /^# restart web: it had not read \/.*conf as it is now\n/)
    const edit = await web.play([web.conf('two'), web.service()])
    assert.equal([edit.statuses, web.did(), edit.summary.roundTrips], [['changed', 'changed'], ['stop', 'start'], 4])
    assert.equal(
      [(await web.play([web.conf('two'), web.service()])).statuses, web.did()],
      [
        ['ok', 'ok'],
        ['stop', 'start'],
      ],
    )
  })

  tried('a run that dies between the edit and the restart is made good by the next, once', async (web) => {
    await web.play(web.service())
    web.forget()
    const dies = command({ script: 'exit 9', unless: `test -e ${web.at('mended')}` })
    const died = await web.play([web.conf('two'), dies, web.service()])
    assert.equal([died.statuses, web.did()], [['changed', 'failed', 'skipped'], []])
    assert.is(readFileSync(web.at('conf'), 'utf8'), 'two')
    writeFileSync(web.at('mended'), '')
    const next = await web.play([web.conf('two'), dies, web.service()])
    assert.equal(
      [next.statuses, web.did()],
      [
        ['ok', 'ok', 'changed'],
        ['stop', 'start'],
      ],
    )
    await web.play([web.conf('two'), dies, web.service()])
    assert.equal(web.did(), ['stop', 'start'])
  })

  tried('one that fails to start leaves no record, so that the next run starts it', async (web) => {
    await web.play(web.service())
    writeFileSync(web.at('broken'), '')
    const failed = await web.play([web.conf('two'), web.service()])
    assert.equal(failed.statuses, ['changed', 'failed'])
    assert.match(failed.reasons, /web does not restart\ncannot bind/)
    rmSync(web.at('broken'))
    assert.equal((await web.play([web.conf('two'), web.service()])).statuses, ['ok', 'changed'])
    assert.ok(web.runs())
  })

  tried('one that runs already is restarted once, because nobody knows what it had read', async (web) => {
    await web.play(web.service({ inputs: [] }))
    web.forget()
    const adopted = await web.play(web.service(), { dryRun: true })
    const run = adopted.changes.find(({ kind }) => kind === 'run')
    assert.match(
      run?.kind === 'run' ? run.script : '',
      /^# restart web: it runs, but what it had read at its start is not recorded/,
    )
    await web.play(web.service())
    await web.play(web.service())
    assert.equal(web.did(), ['stop', 'start'])
  })

  tried('one stopped by hand is started', async (web) => {
    await web.play(web.service())
    await web.end()
    assert.equal((await web.play(web.service())).statuses, ['changed'])
    assert.ok(web.runs())
  })

  tried('a stopped one is stopped, once', async (web) => {
    await web.play(web.service())
    assert.equal((await web.play(web.service({ state: 'stopped' }))).statuses, ['changed'])
    assert.not(web.runs())
    assert.equal((await web.play(web.service({ state: 'stopped' }))).statuses, ['ok'])
  })

  tried('a reload has a record of its own', async (web) => {
    const both = [
      web.service({ inputs: [web.at('ctl')] }),
      web.service({ reload: true, stamp: web.at('state/web.reloaded') }),
    ]
    assert.equal((await web.play(both)).statuses, ['changed', 'changed'])
    web.forget()
    assert.equal((await web.play([web.conf('two'), ...both])).statuses, ['changed', 'ok', 'changed'])
    assert.equal(web.did(), ['reload'])
    assert.equal((await web.play(both)).statuses, ['ok', 'ok'])
  })

  tried('ready is waited for, in what the log says from this start on', async (web) => {
    const ready = { log: web.at('log'), line: '^started with' }
    assert.equal((await web.play(web.service({ ready }))).statuses, ['changed'])
    assert.equal((await web.play([web.conf('two'), web.service({ ready })])).statuses, ['changed', 'changed'])
    assert.match(readFileSync(web.at('log'), 'utf8'), /started with two\n$/)
    const never = await web.play([web.conf('three'), web.service({ ready: { ...ready, line: 'never' }, timeout: 3 })])
    assert.equal(never.statuses, ['changed', 'failed'])
    assert.match(
      never.reasons,
      /waited 3 seconds until .*log says never; last seen: no such line in .*, which ends:\n(.*\n)*started with three/,
    )
    assert.equal(
      (await web.play(web.service({ ready: { port: web.port } }))).statuses,
      ['changed'],
      'it was never ready',
    )
  })

  tried('what cannot be recorded is refused', async (web) => {
    const cases: [string, RegExp][] = [
      ['none', /none, which web shall read, is not there: make it before this step/],
      ['', /is a directory: name a file in it/],
    ]
    for (const [name, words] of cases) {
      const { statuses, reasons } = await web.play(web.service({ inputs: [web.at(name)] }))
      assert.equal(statuses, ['refused'])
      assert.match(reasons, words)
    }
    assert.equal(web.did(), [])
  })
  test.run()
}
