import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { osFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { play } from '../../lib/core/playbook.ts'
import { refer } from '../../lib/core/reference.ts'
import { secret } from '../../lib/core/secret.ts'
import { command, file, lines } from '../../tasks/index.ts'
import { canaries, leaksIn } from '../support/canaries.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'

const test = suite('secrets')
const word = secret('db', { value: "pa'ss <&> word" })

for (const { name, spec } of testShells()) {
  test(`reach files and standard input on ${name}, and no argument list`, async () => {
    const folder = scratch('secret')
    const list = join(folder, 'list')
    const { steps } = await runOn(
      { a: spec },
      (inventory) => [
        play('p', inventory.group('all'), () => [
          file({ path: join(folder, 'f'), text: 'user=x\n' }),
          lines({ path: join(folder, 'f'), edits: [lines.ensure(['password=', word])] }),
          command({
            script: `cat >${join(folder, 'in')}; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' >${list}`,
            stdin: word,
            creates: list,
          }),
        ]),
      ],
      { secrets: [word] },
    )
    assert.equal(steps('a'), ['changed', 'changed', 'changed'])
    assert.is(readFileSync(join(folder, 'f'), 'utf8'), "user=x\npassword=pa'ss <&> word\n")
    assert.is(readFileSync(join(folder, 'in'), 'utf8'), "pa'ss <&> word")
    assert.not.ok(readFileSync(list, 'latin1').includes('ss <&>'))
  })
}

test('a script that holds one is refused, for every user of the host could read it', async () => {
  const folder = scratch('secret')
  for (const resource of [
    command({ script: `echo "${refer(word)}" >${join(folder, 'f')}`, creates: join(folder, 'f') }),
    command({ script: 'true', unless: `test "$(cat ${join(folder, 'f')})" = "${refer(word)}"` }),
  ]) {
    const { steps } = await runOn({ a: local() }, (inventory) => [play('p', inventory.group('all'), () => resource)], {
      secrets: [word],
    })
    assert.match(steps('a').join(), /^refused: .*refers to a secret.*: give it by stdin/)
    assert.not.match(steps('a').join(), /<&>/)
  }
})

test('what a command says is masked in every event', async () => {
  const folder = scratch('secret')
  const { steps, events } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () =>
        command({ script: 'cat; exit 1', stdin: word, creates: join(folder, 'x') }),
      ),
    ],
    { secrets: [word] },
  )
  assert.match(steps('a').join(), /failed: the command ended with status 1: \*{8}$/)
  assert.not.match(JSON.stringify(events.filter(({ type }) => type === 'step')), /ss <&>/)
})

const python = (code: string) =>
  `python3 -c 'import sys, json, html, shlex, urllib.parse as u; s = sys.stdin.read(); print(${code})'`

/** As real programs spell what they read. */
const spellings: Readonly<Record<string, string>> = {
  'as it is': 'cat',
  quoted: `bash -c 'IFS= read -rd "" x; printf "%q" "$x"'`,
  'quoted in another locale': `LC_ALL=C bash -c 'IFS= read -rd "" x; printf "%q" "$x"'`,
  'for a shell': python('shlex.quote(s)'),
  'as JSON': python('json.dumps(s)'),
  'as JSON with other letters': python('json.dumps(s, ensure_ascii=False)'),
  'in a URL': python('u.quote(s, safe="")'),
  'in a path of a URL': python('u.quote(s)'),
  'in a form': python('u.quote_plus(s)'),
  'in HTML': python('html.escape(s)'),
  'in ASCII XML': python('html.escape(s).encode("ascii", "xmlcharrefreplace").decode()'),
  'in base64': 'openssl base64 -A',
  'in base64, with a name': `{ printf 'user:'; cat; } | openssl base64 -A`,
  'in hexadecimal digits': "od -An -v -tx1 | tr -d ' \\n'",
  trimmed: python('s.strip()'),
}

for (const [name, program] of Object.entries(spellings)) {
  test(`what a command prints of one is masked: ${name}`, async () => {
    const all = canaries('Old')
    const runs = await Promise.all(
      all.map(({ secret }) =>
        runOn(
          { a: local({ env: { RUNBOOK_LOCKS: scratch('locks') } }) },
          (inventory) => [
            play('p', inventory.group('all'), () =>
              command({ script: `{ ${program}; } 2>&1; exit 3`, stdin: secret, creates: '/nowhere' }),
            ),
          ],
          { secrets: all.map(({ secret }) => secret) },
        ),
      ),
    )
    const said = runs.map(({ steps }) => steps('a').join())
    for (const reason of said) assert.match(reason, /^failed: the command ended with status 3: .*\*{8}/s)
    assert.equal(
      said.filter((reason) => leaksIn(reason, 'Old').length > 0),
      [],
    )
  })
}

test('one that is first named in what follows from an answer is masked, too', async () => {
  const { events } = await runOn({ a: local() }, (inventory) => [
    play('p', inventory.group('all'), () =>
      given({ os: osFact() }, () =>
        command({ script: 'cat; exit 1', stdin: secret('later', { value: 'f1rst-named-there' }), creates: '/nowhere' }),
      ),
    ),
  ])
  const text = JSON.stringify(events)
  assert.match(text, /ended with status 1: \*{8}/)
  assert.not.match(text, /f1rst/)
})

test('one that stands in a name is masked in titles and ids alike', async () => {
  const strong = secret('strong', { value: 'str0ng&one' })
  const folder = scratch('named')
  const { events } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        file({ path: join(folder, 'str0ng&one'), text: 'x' }),
        given({ os: osFact() }, () => file({ path: join(folder, 'd-str0ng&one'), text: 'x' })),
      ]),
    ],
    { secrets: [strong] },
  )
  assert.not.match(JSON.stringify(events), /str0ng/)
  const told = events.flatMap((event) => {
    if (event.type === 'start') return event.plays[0]?.hosts[0]?.steps ?? []
    return event.type === 'follow' ? event.steps : []
  })
  const ended = events.flatMap((event) => (event.type === 'step' ? [event.id] : []))
  assert.equal(ended.sort(), told.map(({ id }) => id).sort(), 'each step that was told of ends under its id')
})

for (const value of ['wso2carbon', 'root', 'password', 'admin', 'x']) {
  test(`"${value}": works, and leaves all else to be read`, async () => {
    const folder = scratch('ordinary')
    const ordinary = secret('db', { value })
    const at = (name: string) => join(folder, name)
    const { steps, events } = await runOn(
      { a: local() },
      (inventory) => [
        play('p', inventory.group('all'), () => [
          file({ path: at('conf'), text: `user=${value}\npassword=old\n` }),
          lines({ path: at('conf'), edits: [lines.ensure(['password=', ordinary], { match: /^password=/ })] }),
          command({ script: `echo root >${at('wso2carbon.pid')}`, creates: at('wso2carbon.pid') }),
          command({ script: `cat >${at('in')}`, stdin: ordinary, creates: at('in') }),
        ]),
      ],
      { secrets: [ordinary], diffs: true },
    )
    assert.equal(steps('a'), ['changed', 'changed', 'changed', 'changed'])
    assert.is(readFileSync(at('conf'), 'utf8'), `user=${value}\npassword=${value}\n`)
    assert.is(readFileSync(at('in'), 'utf8'), value)
    const text = JSON.stringify(events)
    assert.match(text, /wso2carbon\.pid/)
    assert.ok(text.includes(`+user=${value}`))
    assert.match(text, /\+password=\*{8}/)
    assert.not.ok(text.includes(`password=${value}`), 'where it is written it is hidden')
  })
}

test.run()
