import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LocalSpec, local, shell } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { command, file, lines } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'

const test = suite('a run that is broken off')
const slow = (folder: string) =>
  command({
    script: `touch ${folder}/started; until [ -e ${folder}/go ]; do sleep 0.1; done; echo done >${folder}/slow`,
    creates: `${folder}/slow`,
  })

/** Calls back once a file is there. */
function when(path: string, then: () => void) {
  const timer = setInterval(() => {
    if (!existsSync(path)) return
    clearInterval(timer)
    then()
  }, 20)
}

/** What is slow goes on once the host has heard of it. */
function interrupt(abort: AbortController, folder: string) {
  writeFileSync(join(folder, 'interrupted'), '')
  abort.abort()
}

/** A host on which the first program that is started after an interrupt, and has ended, lets go on what is slow. */
function hearing({ options }: LocalSpec, folder: string): LocalSpec {
  const path = join(scratch('hearing'), 'sh')
  const shell = options?.shell ?? 'sh'
  const lines = [`[ -e ${folder}/interrupted ] || exec ${shell} "$@"`, `${shell} "$@"; x=$?; : >${folder}/go; exit $x`]
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 })
  return local({ ...options, shell: path })
}

for (const { name, spec } of testShells()) {
  test(`interrupted on ${name}: the running operation ends, no other starts, the next run converges`, async () => {
    const folder = scratch('interrupt')
    const abort = new AbortController()
    when(join(folder, 'started'), () => interrupt(abort, folder))
    const plays: Parameters<typeof runOn>[1] = (inventory) => [
      play('one', inventory.group('all'), () => [
        file({ path: join(folder, 'before'), text: 'x' }),
        slow(folder),
        file({ path: join(folder, 'after'), text: 'x' }),
      ]),
      play('two', inventory.group('all'), () => file({ path: join(folder, 'later'), text: 'x' })),
    ]
    const { steps } = await runOn({ a: hearing(spec, folder) }, plays, { signal: abort.signal })
    assert.is(readFileSync(join(folder, 'slow'), 'utf8'), 'done\n', 'what ran has ended')
    assert.not.ok(existsSync(join(folder, 'after')))
    assert.not.ok(existsSync(join(folder, 'later')))
    assert.match(steps('a').join('\n'), /^changed\nchanged\nskipped: interrupted.*\nskipped: /)
    assert.equal((await runOn({ a: spec }, plays)).steps('a'), ['ok', 'ok', 'changed', 'changed'])
    assert.equal(
      readdirSync(folder).filter((one) => one.includes('.runbook')),
      [],
    )
  })
}

test('what tells the host to stop is not left there, where it comes when all has ended', async () => {
  const folder = scratch('late-halt')
  const log = join(folder, 'log')
  const slow = join(folder, 'slow-sh')
  const late = `case $* in *": >"*/var/tmp/.runbook-*) printf '%s\\n' "$*" >>${log}; sleep 1 ;; esac; exec sh "$@"`
  writeFileSync(slow, `#!/bin/sh\n${late}\n`, { mode: 0o755 })
  const abort = new AbortController()
  when(join(folder, 'started'), () => abort.abort())
  await runOn(
    { a: local({ shell: slow }) },
    (inventory) => [
      play('one', inventory.group('all'), () =>
        command({
          script: `touch ${folder}/started; until [ -s ${log} ]; do sleep 0.1; done; touch ${folder}/done`,
          creates: `${folder}/done`,
          timeout: 120,
        }),
      ),
    ],
    { signal: abort.signal },
  )
  const [, halt = ''] = /(\/var\/tmp\/\.runbook-[0-9a-f]+)/.exec(readFileSync(log, 'utf8')) ?? []
  assert.ok(halt !== '' && !existsSync(halt), halt)
})

test('interrupted before a deferred step: it is not planned, and not reported as done', async () => {
  const folder = scratch('interrupt')
  const abort = new AbortController()
  when(join(folder, 'started'), () => interrupt(abort, folder))
  const { steps } = await runOn(
    { a: hearing(local(), folder) },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        slow(folder),
        lines({ path: join(folder, 'slow'), edits: [lines.ensure('more')] }),
      ]),
    ],
    { signal: abort.signal },
  )
  assert.match(steps('a').join('\n'), /^changed\nskipped: interrupted/)
  assert.is(readFileSync(join(folder, 'slow'), 'utf8'), 'done\n')
})

test('interrupted before it has begun, nothing is touched', async () => {
  const folder = scratch('interrupt')
  const { steps } = await runOn(
    { a: local() },
    (inventory) => [play('p', inventory.group('all'), () => slow(folder))],
    {
      signal: AbortSignal.abort(),
    },
  )
  assert.match(steps('a').join(), /^skipped: interrupted/)
  assert.equal(readdirSync(folder), [])
})

test('a shell that is killed in the middle: unreachable, no success, and the next run converges', async () => {
  const folder = scratch('killed')
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('p', inventory.group('all'), () => [
      file({ path: join(folder, 'before'), text: 'x' }),
      command({
        script: `[ -e ${folder}/shot ] || { touch ${folder}/shot; kill -9 $PPID; sleep 1; }; touch ${folder}/made`,
        creates: join(folder, 'made'),
      }),
      file({ path: join(folder, 'after'), text: 'x' }),
    ]),
  ]
  const { steps, summary, unreachable } = await runOn({ a: local() }, plays)
  if (summary.hosts.a?.unreachable) {
    assert.match(unreachable.join(), /the host's shell ended/)
    assert.match(
      steps('a').join('\n'),
      /^changed\nskipped: started; how it ended is not known; run again, which asks for \S+\/made\nskipped: the host is unreachable/,
    )
  } else assert.match(steps('a').join('\n'), /failed/)
  const again = await runOn({ a: local() }, plays)
  assert.not.match(again.steps('a').join(), /failed|skipped|refused/)
  assert.equal((await runOn({ a: local() }, plays)).steps('a'), ['ok', 'ok', 'ok'])
})

test('the whole process group killed in the middle of an apply', async () => {
  const staged = () => readdirSync('/var/tmp').filter((name) => name.endsWith('-said'))
  const before = staged()
  const folder = scratch('killed')
  when(join(folder, 'started'), () => {
    const group = execFileSync('sh', ['-c', `ps -o pgid= -p $(cat ${folder}/started)`], { encoding: 'utf8' }).trim()
    process.kill(-Number(group), 'SIGKILL')
  })
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('p', inventory.group('all'), () => [
      file({ path: join(folder, 'before'), text: 'x' }),
      command({
        script: `[ -e ${folder}/started ] || { echo $$ >${folder}/.s; mv ${folder}/.s ${folder}/started; sleep 60; }; touch ${folder}/made`,
        creates: join(folder, 'made'),
      }),
      file({ path: join(folder, 'after'), text: 'x' }),
    ]),
    play('q', inventory.group('all'), () => file({ path: join(folder, 'later'), text: 'x' })),
  ]
  const { steps, summary } = await runOn({ a: local() }, plays)
  // Those of other runs on this machine come and go.
  const left = staged().filter((name) => !before.includes(name))
  for (let turn = 0; turn < 600 && staged().some((name) => left.includes(name)); turn++) await pause(100)
  assert.equal(
    staged().filter((name) => left.includes(name)),
    [],
    'nothing is left of what the command said',
  )
  assert.is(summary.hosts.a?.unreachable, true)
  assert.match(
    steps('a').join('\n'),
    /^changed\nskipped: started; how it ended is not known; run again, which asks for \S+\/made\nskipped: the host is unreachable\nskipped: the host did not get/,
  )
  assert.equal((await runOn({ a: local() }, plays)).steps('a'), ['ok', 'changed', 'changed', 'changed'])
})

test('a shell that dies in the last look is no success', async () => {
  const folder = scratch('killed')
  // The command's condition kills the shell that asks it, once the command has run.
  const unless = `if [ -e ${folder}/made ]; then kill -9 -$(ps -o pgid= -p $$ | tr -d ' '); fi; false`
  const { summary } = await runOn({ a: local() }, (inventory) => [
    play('p', inventory.group('all'), () => command({ script: `touch ${folder}/made`, unless })),
  ])
  assert.is(summary.hosts.a?.unreachable, true)
})

test('a host whose last look fails in another way is no success either', async () => {
  const folder = scratch('look')
  const bin = join(folder, 'bin')
  execFileSync('mkdir', [bin])
  const { summary, steps } = await runOn({ a: shell(['env', `PATH=${bin}:/usr/bin:/bin`, 'sh']) }, (inventory) => [
    play('p', inventory.group('all'), () =>
      file({ path: join(bin, 'stat'), text: '#!/bin/sh\nexit 1\n', mode: 0o755 }),
    ),
  ])
  assert.is(summary.hosts.a?.failed, 1, steps('a').join())
})

test.run()
