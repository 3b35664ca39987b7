import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { commandFact, contentFact, on, osFact, pathFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { absent, command, file, lines, perFamily } from '../../tasks/index.ts'
import { type Ran, runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'
import { systemCalled } from '../support/systems.ts'

const test = suite('given')

type Options = NonNullable<Parameters<typeof runOn>[2]>

const runHere = (resources: Resources, options: Options = {}, spec = local()) =>
  runOn({ a: spec }, (inventory) => [play('p', inventory.group('all'), () => resources)], options)

/** How each step ended, by its id below the host, in the order in which they are described; one that ended twice is told so. */
function endings({ events }: Ran, folder: string): string[] {
  const order: string[] = []
  const ended = new Map<string, string>()
  for (const event of events) {
    if (event.type === 'start') order.push(...event.plays.flatMap(({ hosts }) => hosts.flatMap(idsOf)))
    if (event.type === 'follow') order.splice(order.indexOf(event.after) + 1, 0, ...idsOf(event))
    if (event.type !== 'step') continue
    ended.set(event.id, ended.has(event.id) ? `twice ${event.status}` : event.status)
  }
  return order.map((id) => `${id.split('/').slice(2).join('/')}: ${ended.get(id)}`.replaceAll(folder, '~'))
}

const idsOf = ({ steps }: { readonly steps: readonly { readonly id: string }[] }): string[] => steps.map(({ id }) => id)

const changesOf = ({ events }: Ran) =>
  events.flatMap((event) => (event.type === 'step' && event.changes ? [{ id: event.id, changes: event.changes }] : []))

const tripsOf = ({ summary }: Ran): number => summary.hosts.a?.roundTrips ?? 0

test('Debian and Red Hat in one: exact in the dry run, then so, then at rest', async () => {
  const systems = { deb: systemCalled('debian'), rpm: systemCalled('rocky'), other: systemCalled('unheard') }
  const folder = scratch('families')
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('web', inventory.group('all'), ({ name }) => {
      const at = join(folder, name)
      return [
        perFamily('the web server', {
          debian: () => [file({ path: `${at}.apache2`, text: 'deb\n' })],
          redhat: () => [
            file({ path: `${at}.httpd`, text: 'rpm\n' }),
            command({ script: `echo on >${at}.selinux`, creates: `${at}.selinux` }),
          ],
        }),
        given({ os: osFact() }, ({ os }) => file({ path: `${at}.version`, text: `${os.id} ${os.version}\n` })),
      ]
    }),
  ]
  const dry = await runOn(systems, plays, { mode: 'plan', diffs: true })
  const wanted = {
    deb: ['ok', 'changed', 'ok', 'changed'],
    rpm: ['ok', 'changed', 'changed', 'ok', 'changed'],
  }
  const statuses = (ran: Ran) => ({ deb: ran.steps('deb'), rpm: ran.steps('rpm') })
  assert.equal(statuses(dry), wanted)
  assert.match(
    dry.steps('other').join('\n'),
    /^ok\nrefused: the web server is not known for unheard: it is for debian, redhat: .*\nok\nchanged$/,
  )
  assert.not.ok(existsSync(`${join(folder, 'deb')}.apache2`), 'a dry run')
  const real = await runOn(systems, plays, { diffs: true, hosts: ['deb', 'rpm'] })
  assert.equal(statuses(real), wanted)
  const others = (ran: Ran) => changesOf(ran).filter(({ id }) => !id.startsWith('web/other/'))
  assert.equal(
    others(real).sort((a, b) => (a.id < b.id ? -1 : 1)),
    others(dry).sort((a, b) => (a.id < b.id ? -1 : 1)),
    'what was changed is what was said',
  )
  assert.is(readFileSync(`${join(folder, 'rpm')}.version`, 'utf8'), 'rocky 9.4\n')
  const again = await runOn(systems, plays, { hosts: ['deb', 'rpm'] })
  assert.equal(statuses(again), { deb: ['ok', 'ok', 'ok', 'ok'], rpm: ['ok', 'ok', 'ok', 'ok', 'ok'] })
})

for (const { name, spec } of testShells()) {
  test(`what a command prints is used in a later task, on ${name}`, async () => {
    const folder = scratch('register')
    writeFileSync(join(folder, 'java'), 'openjdk 17.0.9\nmore\n')
    const java = commandFact(`cat ${join(folder, 'java')}`, [join(folder, 'java')])
    const resources = given({ java }, ({ java: { output } }) => [
      file({ path: join(folder, 'home'), text: `JAVA=${output.split(/[ \n]/)[1]}\n` }),
    ])
    const dry = await runHere(resources, { mode: 'plan', diffs: true }, spec)
    assert.equal(dry.steps('a'), ['ok', 'changed'])
    assert.match(JSON.stringify(changesOf(dry)), /\+JAVA=17\.0\.9/)
    assert.equal((await runHere(resources, {}, spec)).steps('a'), ['ok', 'changed'])
    assert.is(readFileSync(join(folder, 'home'), 'utf8'), 'JAVA=17.0.9\n')
    assert.equal((await runHere(resources, {}, spec)).steps('a'), ['ok', 'ok'])
  })

  test(`an answer that is known only after an earlier step, on ${name}`, async () => {
    const folder = scratch('later')
    const at = (path: string) => join(folder, path)
    writeFileSync(at('plain'), 'old\n')
    const resources = (may: readonly string[] | undefined) => [
      command({ script: `echo red >${at('colour')}`, creates: at('colour') }),
      given(
        { colour: contentFact(at('colour')) },
        ({ colour }) => {
          const text = colour.type === 'file' && 'text' in colour.content ? colour.content.text : 'none\n'
          return [file({ path: at('paint'), text }), lines({ path: at('paint'), edits: [lines.ensure('done')] })]
        },
        { may },
      ),
      file({ path: at('paint'), text: 'red\ndone\n', mode: 0o600 }),
      file({ path: at('plain'), text: 'new\n' }),
    ]
    const unbounded = await runHere(resources(undefined), { mode: 'plan' }, spec)
    assert.match(
      unbounded.steps('a').join('\n'),
      /^changed\ndeferred: planned when an earlier step has run, for it needs .*colour\ndeferred: .*\ndeferred: [^\n]*$/,
    )
    const bounded = await runHere(resources([at('paint')]), { mode: 'plan' }, spec)
    assert.match(bounded.steps('a').join('\n'), /^changed\ndeferred: .*\ndeferred: .*\nchanged$/)
    const ran = await runHere(resources([at('paint')]), {}, spec)
    assert.equal(endings(ran, folder), [
      `command echo red >~/colour: changed`,
      'given colour: ok',
      'given colour/file ~/paint: changed',
      'given colour/lines ~/paint: changed',
      'file ~/paint: changed',
      'file ~/plain: changed',
    ])
    assert.equal(
      ['paint', 'plain'].map((path) => readFileSync(at(path), 'utf8')),
      ['red\ndone\n', 'new\n'],
    )
    const again = await runHere(resources([at('paint')]), {}, spec)
    assert.ok(again.steps('a').every((status) => status === 'ok'))
  })
}

test('what asks is asked anew behind a step that waited, and its steps are told once', async () => {
  const folder = scratch('anew')
  const at = (path: string) => join(folder, path)
  const ran = await runHere([
    command({ script: `echo x >${at('made')}`, creates: at('made') }),
    lines({ path: at('made'), edits: [lines.ensure('y')] }),
    given({ at: pathFact(at('other')) }, ({ at: { type } }) => [
      file({ path: at('one'), text: type }),
      given({ at: pathFact(at('one')) }, (inner) => file({ path: at('two'), text: inner.at.type })),
    ]),
    file({ path: at('three'), text: '' }),
  ])
  assert.equal(endings(ran, folder), [
    'command echo x >~/made: changed',
    'lines ~/made: changed',
    'given at: ok',
    'given at/file ~/one: changed',
    'given at/given at: ok',
    'given at/given at/file ~/two: changed',
    'file ~/three: changed',
  ])
  assert.is(readFileSync(at('two'), 'utf8'), 'file')
})

test('what no longer follows when its turn comes is said, and not done', async () => {
  const folder = scratch('gone')
  const at = (path: string) => join(folder, path)
  const resources = [
    // It says nothing of what it does to `flag`.
    command({ script: `echo x >${at('made')}; echo >${at('flag')}`, creates: at('made') }),
    lines({ path: at('made'), edits: [lines.ensure('y')] }),
    given({ flag: pathFact(at('flag')) }, ({ flag }) => file({ path: at(flag.type), text: '' })),
  ]
  const ran = await runHere(resources)
  assert.equal(endings(ran, folder).slice(2), [
    'given flag: ok',
    'given flag/file ~/file: changed',
    'given flag/file ~/absent: skipped',
  ])
  assert.match(ran.steps('a').join('\n'), /skipped: it no longer follows from the host's answers/)
  assert.equal([existsSync(at('absent')), existsSync(at('file'))], [false, true])
  assert.equal((await runHere(resources)).steps('a'), ['ok', 'ok', 'ok', 'ok'])
})

test('the confirmation asks anew: what is done need not follow again', async () => {
  const folder = scratch('confirmed')
  const once = given({ at: pathFact(join(folder, 'f')) }, ({ at }) =>
    at.type === 'absent' ? file({ path: join(folder, 'f'), text: 'x' }) : [],
  )
  const ran = await runHere(once)
  assert.equal(endings(ran, folder), ['given at: ok', 'given at/file ~/f: changed'])
  assert.equal((await runHere(once)).steps('a'), ['ok'])
})

test('the confirmation sees what would go on for ever', async () => {
  const path = join(scratch('restless'), 'f')
  const restless = given({ at: pathFact(path) }, ({ at }) =>
    at.type === 'absent' ? file({ path, text: 'x' }) : absent({ path }),
  )
  const ran = await runHere(restless)
  assert.match(
    ran.steps('a').join('\n'),
    /^ok\nfailed: not converged: after it was applied, it would change .*f again\nchanged$/,
  )
  assert.ok(existsSync(path))
})

test('one that throws, or whose tasks are misused, is told before the first change', async () => {
  const folder = scratch('thrown')
  const before = file({ path: join(folder, 'before'), text: '' })
  const faulty: readonly (readonly [Resources, RegExp])[] = [
    [
      given({ os: osFact() }, () => {
        throw new RangeError('no such thing')
      }),
      /refused: what follows from the host's answers cannot be made: RangeError: no such thing: correct the playbook/,
    ],
    [
      given({ os: osFact() }, () => file({ path: 'motd', text: '' })),
      /refused: what follows .*: file: path: "motd" is no path on a host/,
    ],
  ]
  for (const [resources, words] of faulty)
    for (const mode of ['plan', 'apply'] as const) {
      const { steps } = await runHere([before, resources], { mode })
      assert.match(steps('a').join('\n'), words)
      assert.match(steps('a').join('\n'), mode === 'plan' ? /^changed\n/ : /^skipped: a later step is refused\n/)
      assert.not.ok(existsSync(join(folder, 'before')))
    }
})

test('one that throws when its turn comes ends the play there', async () => {
  const folder = scratch('thrown')
  const at = (path: string) => join(folder, path)
  const { steps } = await runHere([
    command({ script: `echo >${at('made')}`, creates: at('made') }),
    given({ made: contentFact(at('made')) }, () => {
      throw new Error('not like this')
    }),
    file({ path: at('after'), text: '' }),
  ])
  assert.match(
    steps('a').join('\n'),
    /^changed\nfailed: .*not like this.*; before that, this run has changed the host: run echo >.*\nskipped: an earlier step is refused$/,
  )
  assert.equal([existsSync(at('made')), existsSync(at('after'))], [true, false])
})

const tagged = (folder: string): Resources => [
  given(
    { os: osFact() },
    () => [
      file({ path: join(folder, 'one'), text: '', tags: ['inner'] }),
      file({ path: join(folder, 'two'), text: '' }),
      given({ os: osFact() }, () => file({ path: join(folder, 'three'), text: '', tags: ['deep'] }), { id: 'nested' }),
    ],
    { tags: ['outer'], id: 'asks' },
  ),
  file({ path: join(folder, 'four'), text: '', tags: ['inner'] }),
]

const selections: readonly (readonly [name: string, Pick<Options, 'tags' | 'skipTags'>, endings: readonly string[]])[] =
  [
    [
      'a tag of what asks: all that follows',
      { tags: ['outer'] },
      [
        'asks: ok',
        'asks/file ~/one: changed',
        'asks/file ~/two: changed',
        'asks/nested: ok',
        'asks/nested/file ~/three: changed',
        'file ~/four: skipped',
      ],
    ],
    [
      'a tag of what follows',
      { tags: ['inner'] },
      ['asks: ok', 'asks/file ~/one: changed', 'asks/nested: skipped', 'file ~/four: changed'],
    ],
    [
      'a tag of what follows from what follows',
      { tags: ['deep'] },
      ['asks: ok', 'asks/nested: ok', 'asks/nested/file ~/three: changed', 'file ~/four: skipped'],
    ],
    ['a tag that is left out', { skipTags: ['outer'] }, ['asks: skipped', 'file ~/four: changed']],
    [
      'a tag that is left out of what follows',
      { skipTags: ['inner', 'deep'] },
      ['asks: ok', 'asks/file ~/two: changed', 'asks/nested: ok', 'file ~/four: skipped'],
    ],
    [
      'the name of a task',
      { tags: ['file'], skipTags: ['inner'] },
      [
        'asks: ok',
        'asks/file ~/two: changed',
        'asks/nested: ok',
        'asks/nested/file ~/three: changed',
        'file ~/four: skipped',
      ],
    ],
    ['nothing of it', { tags: ['lines'] }, ['asks: skipped', 'asks/nested: skipped', 'file ~/four: skipped']],
  ]

for (const [name, selection, wanted] of selections) {
  test(`tags: ${name}`, async () => {
    const folder = scratch('tags')
    assert.equal(endings(await runHere(tagged(folder), selection), folder), wanted)
  })
}

test('examples are asked with all else: no round trip more', async () => {
  const folder = scratch('trips')
  writeFileSync(join(folder, 'f'), 'a\n')
  const edit = lines({ path: join(folder, 'f'), edits: [lines.ensure('a')] })
  const os = { id: 'x', version: '', family: 'debian', architecture: '', init: 'none' } as const
  const trips = async (resources: Resources) => {
    const ran = await runHere(resources)
    assert.ok(ran.steps('a').every((status) => status === 'ok'))
    return tripsOf(ran)
  }
  const plain = await trips(edit)
  assert.is(await trips(given({ os: osFact() }, () => edit, { examples: [{ os }] })), plain)
  assert.is(await trips([edit, given({ os: osFact() }, () => edit)]), plain, 'what is known already')
  assert.is(await trips(given({ os: osFact() }, () => edit)), plain + 1)
  const nested = given({ os: osFact() }, () => given({ os: osFact() }, () => edit, { examples: [{ os }] }), {
    examples: [{ os }],
  })
  assert.is(await trips(nested), plain, 'examples in examples')
})

test('steps that follow are told before they end, behind what asked', async () => {
  const folder = scratch('told')
  const { events } = await runHere([
    given({ os: osFact() }, () => [
      file({ path: join(folder, 'one'), text: '' }),
      given({ os: osFact() }, () => file({ path: join(folder, 'two'), text: '' }), { id: 'nested' }),
    ]),
  ])
  const told = events.flatMap((event) => {
    if (event.type === 'start') return event.plays[0]?.hosts[0]?.steps.map(({ id }) => id) ?? []
    if (event.type === 'follow') return event.steps.map(({ id }) => `${event.after} > ${id.slice(event.after.length)}`)
    return event.type === 'step' ? [`${event.id} ended`] : []
  })
  assert.equal(
    told.map((text) => text.replaceAll(folder, '')),
    [
      'p/a/given os',
      'p/a/given os > /file /one',
      'p/a/given os > /nested',
      'p/a/given os/nested > /file /two',
      'p/a/given os ended',
      'p/a/given os/nested ended',
      'p/a/given os/file /one ended',
      'p/a/given os/nested/file /two ended',
    ],
  )
})

test('verify judges what follows', async () => {
  const folder = scratch('judged')
  writeFileSync(join(folder, 'right'), 'x')
  const resources = given({ os: osFact() }, () => [
    file({ path: join(folder, 'right'), text: 'x' }),
    file({ path: join(folder, 'missing'), text: 'x' }),
  ])
  const ran = await runHere(resources, { mode: 'verify' })
  assert.match(ran.steps('a').join('\n'), /^ok\nok\nfailed: not as described: write .*missing would make it so$/)
  assert.not.ok(existsSync(join(folder, 'missing')))
})

test('a question to another host, also one that is left out', async () => {
  const folder = scratch('elsewhere')
  mkdirSync(join(folder, 'b'))
  writeFileSync(join(folder, 'b', 'f'), 'there')
  const { steps } = await runOn(
    { a: local(), b: local() },
    (inventory) => [
      play('p', inventory.group('all'), ({ name }) =>
        given({ there: on('b', contentFact(join(folder, 'b', 'f'))) }, ({ there }) =>
          file({
            path: join(folder, name),
            text: there.type === 'file' && 'text' in there.content ? there.content.text : '',
          }),
        ),
      ),
    ],
    { hosts: ['a'] },
  )
  assert.equal([steps('a'), steps('b')], [['ok', 'changed'], []])
  assert.is(readFileSync(join(folder, 'a'), 'utf8'), 'there')
})

test.run()
