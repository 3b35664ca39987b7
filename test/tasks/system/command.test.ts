import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../../lib/core/playbook.ts'
import { secret } from '../../../lib/core/secret.ts'
import { command, directory, file, lines } from '../../../tasks/index.ts'
import { runOn } from '../../support/runs.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { trySituations } from '../../support/situations.ts'

trySituations('command', [
  {
    name: 'what it creates is not there',
    covers: { command: 'absent' },
    resources: ({ at }) => command({ script: `echo hi >${at('made')}`, creates: at('made') }),
    operations: ['run'],
    statuses: ['changed'],
    after: { made: 'hi\n' },
  },
  {
    name: 'what it creates is there',
    covers: { command: 'already right' },
    before: { made: 'x' },
    resources: ({ at }) => command({ script: 'exit 1', creates: at('made') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'what it removes is there: in its folder, with its variables',
    covers: { command: 'absent' },
    before: { 'd/old': 'x' },
    resources: ({ at }) => [
      directory({ path: at('work') }),
      command({
        script: `printf '%s|%s' "$PLAIN" "$(pwd)" >said; rm -r ${at('d')}`,
        chdir: at('work'),
        env: { PLAIN: `it's "a $b"` },
        removes: at('d'),
        touches: [at('work')],
      }),
    ],
    operations: ['directory work', 'run'],
    statuses: ['changed', 'changed'],
    after: { d: 'absent' },
  },
  {
    name: 'what it removes is not there',
    covers: { command: 'already right' },
    resources: ({ at }) => command({ script: 'exit 1', removes: at('gone'), chdir: at('nowhere') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'its folder is not there',
    resources: ({ at }) => command({ script: 'true', creates: at('x'), chdir: at('nowhere') }),
    refused: /the folder .*nowhere in which it is to run is not there/,
  },
  {
    name: 'its folder is a file',
    before: { f: '' },
    resources: ({ at }) => command({ script: 'true', unless: 'false', chdir: at('f') }),
    refused: /the folder .*f in which it is to run is no folder: file/,
  },
  {
    name: 'its condition has its folder and its variables, and so is true once it has run',
    before: { 'w/x': '' },
    resources: ({ at }) =>
      command({
        script: 'echo $NAME >$NAME',
        unless: 'test -e "$NAME"',
        chdir: at('w'),
        env: { NAME: 'made' },
        touches: [at('w')],
      }),
    operations: ['run'],
    statuses: ['changed'],
    after: { 'w/made': 'made\n' },
  },
  {
    name: 'its condition does not hold',
    covers: { command: 'wrong content' },
    resources: ({ at }) => command({ script: `touch ${at('x')}`, unless: `test -e ${at('x')}`, touches: [at('x')] }),
    operations: ['run'],
    statuses: ['changed'],
    after: { x: '' },
  },
  {
    name: 'its condition holds',
    before: { x: '' },
    resources: ({ at }) => command({ script: 'exit 1', unless: `test -e ${at('x')}` }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a condition that looks for it among the running programs does not find the text that is asked about',
    resources: ({ at }) =>
      command({
        script: `touch ${at('x')}`,
        unless: `test -e ${at('x')} || cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -q '[t]ouch ${at('x')}'`,
        touches: [at('x')],
      }),
    operations: ['run'],
    statuses: ['changed'],
    after: { x: '' },
  },
  {
    name: 'it fails: its own words are told, and nothing more is done',
    resources: ({ at }) => [
      command({ script: 'echo "it\'s €" >&2; exit 3', creates: at('x') }),
      file({ path: at('y'), text: '' }),
    ],
    fails: true,
    statuses: ['failed', 'skipped'],
    reason: /ended with status 3: it's €/,
    after: { y: 'absent' },
  },
  {
    name: 'no shell can read it, which is told before anything is done',
    resources: ({ at }) => [
      file({ path: at('y'), text: '' }),
      command({ script: `touch ${at('z')}\nif true; then echo "a 'b' $c"`, creates: at('x') }),
    ],
    refused: /no shell there can read this script: .*yntax error/,
    after: { y: 'absent', z: 'absent' },
  },
  {
    name: 'no shell can read it, and a condition of its own says that it is needed',
    resources: ({ at }) => command({ script: 'echo )', unless: `test -e ${at('x')}` }),
    refused: /no shell there can read this script: .*yntax error/,
  },
  {
    name: 'no shell can read it, and it is needless',
    before: { x: '' },
    resources: ({ at }) => [
      command({ script: 'echo )', creates: at('x') }),
      command({ script: 'echo )', unless: `test -e ${at('x')}` }),
    ],
    operations: [],
    statuses: ['ok', 'ok'],
  },
  {
    name: 'it does not do what it should',
    resources: ({ at }) => command({ script: 'true', creates: at('x') }),
    fails: true,
    statuses: ['failed'],
    reason: /not converged: it has run, and would run again/,
  },
  {
    name: 'it leaves its condition unmet',
    resources: () => command({ script: 'true', unless: 'false' }),
    fails: true,
    statuses: ['failed'],
    reason: /not converged/,
  },
  {
    name: 'what runs each time has run, and that is no change',
    resources: ({ at }) => [
      command({ script: `echo x >>${at('log')}; rm -f ${at('log')}`, always: true, touches: [at('log')] }),
      file({ path: at('log.d'), text: '' }),
    ],
    operations: ['run', 'write log.d'],
    statuses: ['ran', 'changed'],
  },
  {
    name: 'what runs each time makes what follows wait for it, and no fault of that',
    before: { d: { dir: true } },
    resources: ({ at }) => [
      command({ script: `touch ${at('d/x')}`, always: true, touches: [at('d')] }),
      file({ path: at('d/y'), text: 'y' }),
    ],
    statuses: ['ran', 'changed'],
    after: { 'd/y': 'y' },
  },
  {
    name: 'what runs each time and fails is a failure',
    resources: () => command({ script: 'exit 3', always: true }),
    fails: true,
    statuses: ['failed'],
    reason: /ended with status 3/,
  },
  {
    name: 'several lines, quotes and a locale of the user',
    resources: ({ at }) =>
      command({ script: `x='it'"'"'s'\nprintf '%s' "$x" >${at('f')}\n[ -z "$RB_LOCALE" ]`, creates: at('f') }),
    after: { f: "it's" },
  },
  {
    name: 'standard input, given as it is',
    resources: ({ at }) => command({ script: `cat >${at('f')}`, creates: at('f'), stdin: "no newline, it's %s \\n" }),
    after: { f: "no newline, it's %s \\n" },
  },
  {
    name: 'no standard input: it is empty, and eats no frame',
    resources: ({ at }) => [
      command({ script: `cat >${at('f')}`, creates: at('f') }),
      file({ path: at('g'), text: 'x' }),
    ],
    statuses: ['changed', 'changed'],
    after: { f: '', g: 'x' },
  },
  {
    name: 'a secret, by standard input',
    resources: ({ at }) =>
      command({ script: `cat >${at('f')}`, creates: at('f'), stdin: secret('s', { value: 'top' }) }),
    after: { f: 'top' },
  },
  {
    name: 'secrets among its variables are as they are, in no list of arguments, and leave standard input to it',
    resources: ({ at }) =>
      command({
        script: `printf '%s|%s|' "$A" "$B" >${at('f')}; cat >>${at('f')}\n! cat /proc/[0-9]*/cmdline 2>/dev/null | grep -q '[t]OpSec'`,
        env: { A: secret('a', { value: "tOpSec it's \\n a\n\\0101 \n" }), B: secret('b', { value: ' b ' }) },
        stdin: 'rest\n',
        unless: `[ "$B" = ' b ' ] && test -e ${at('f')}`,
        touches: [at('f')],
      }),
    operations: ['run'],
    statuses: ['changed'],
    after: { f: "tOpSec it's \\n a\n\\0101 \n| b |rest\n" },
  },
  {
    name: 'what it makes is known, and edited in the same plan',
    resources: ({ at }) => [
      command({
        script: `printf 'a\\n' >${at('f')}`,
        creates: at('f'),
        makes: [{ path: at('f'), type: 'file', content: { text: 'a\n' } }],
      }),
      lines({ path: at('f'), edits: [lines.ensure('b')] }),
    ],
    operations: ['run', 'write f'],
    statuses: ['changed', 'changed'],
    after: { f: 'a\nb\n' },
  },
  {
    name: 'what it makes is unknown: the edit is planned when its turn comes',
    resources: ({ at }) => [
      command({ script: `date >${at('f')}`, creates: at('f') }),
      lines({ path: at('f'), edits: [lines.ensure('b')] }),
      file({ path: at('g'), text: 'x' }),
    ],
    operations: ['run', 'write g'],
    statuses: ['changed', 'changed', 'changed'],
    after: { g: 'x' },
  },
  {
    name: 'what is below a path that it touches is unknown',
    before: { 'd/f': 'a\n' },
    resources: ({ at }) => [
      command({ script: `echo c >>${at('d/f')}; touch ${at('done')}`, creates: at('done'), touches: [at('d')] }),
      lines({ path: at('d/f'), edits: [lines.ensure('b')] }),
    ],
    statuses: ['changed', 'changed'],
    after: { 'd/f': 'a\nc\nb\n' },
  },
  {
    name: 'between a copy and an edit of one file it is a barrier',
    resources: ({ at }) => [
      file({ path: at('f'), text: 'a\n' }),
      command({ script: `cp ${at('f')} ${at('copy')}`, creates: at('copy') }),
      lines({ path: at('f'), edits: [lines.ensure('b')] }),
    ],
    operations: ['write f', 'run', 'write f'],
    statuses: ['changed', 'changed', 'changed'],
    after: { f: 'a\nb\n', copy: 'a\n' },
  },
  {
    name: 'its condition is asked again after an earlier step has changed something',
    resources: ({ at }) => [
      file({ path: at('f'), text: 'x' }),
      command({ script: 'exit 1', unless: `test -e ${at('f')}` }),
    ],
    operations: ['write f'],
    statuses: ['changed', 'ok'],
  },
  {
    name: 'its condition depends on a file that does not change',
    before: { g: '' },
    resources: ({ at }) => [
      file({ path: at('f'), text: 'x' }),
      command({ script: `touch ${at('h')}`, unless: `test -e ${at('h')}`, inputs: [at('g')], touches: [at('h')] }),
    ],
    operations: ['write f', 'run'],
    statuses: ['changed', 'changed'],
  },
  {
    name: 'two that follow on each other, each in its turn',
    resources: ({ at }) => [
      command({ script: `touch ${at('a')}`, unless: `test -e ${at('a')}`, touches: [at('a')] }),
      command({
        script: `mv ${at('a')} ${at('b')}; touch ${at('a')}`,
        unless: `test -e ${at('b')}`,
        touches: [at('a'), at('b')],
      }),
    ],
    operations: ['run'],
    statuses: ['changed', 'changed'],
    after: { b: '' },
  },
])

const test = suite('command and what it leaves running')
for (const { name, spec } of testShells()) {
  test(`a program that keeps its output open does not hold up the run on ${name}`, async () => {
    const pid = join(scratch('daemon'), 'pid')
    const { steps } = await runOn({ a: spec }, (inventory) => [
      play('start', inventory.group('all'), () =>
        command({ script: `sleep 60 & echo $! >${pid}; echo up`, creates: pid }),
      ),
    ])
    // Had the run waited for the program, there would be none left to end.
    process.kill(Number(readFileSync(pid, 'utf8')))
    assert.equal(steps('a'), ['changed'])
  })
}
test.run()
