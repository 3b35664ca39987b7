import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cron, command, cron } from '../../../tasks/index.ts'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { type Places, tryInTurn } from '../../support/situations.ts'

type Job = Exclude<Cron, { state: 'absent' }>

const job =
  (more: Partial<Job> = {}) =>
  ({ at }: Places) =>
    cron({ name: 'logs', schedule: '15 3 * * *', script: 'date +%F >>/tmp/x', folder: at('cron.d'), ...more })
const gone = ({ at }: Places) => cron({ name: 'logs', state: 'absent', folder: at('cron.d') })
const text = '# logs: written by runbook\n15 3 * * * root date +\\%F >>/tmp/x\n'

tryInTurn('cron', [
  {
    name: 'absent',
    covers: { cron: 'absent' },
    before: { 'cron.d': { dir: true } },
    resources: job({ env: { MAILTO: '', PATH: '/bin:/usr/bin' } }),
    operations: ['write cron.d/logs'],
    statuses: ['changed'],
    after: { 'cron.d/logs': text.replace('15 3', 'MAILTO=""\nPATH="/bin:/usr/bin"\n15 3') },
  },
  {
    name: 'right',
    covers: { cron: 'already right' },
    before: { 'cron.d/logs': { file: text, mode: 0o644 } },
    resources: job(),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'another content',
    covers: { cron: 'wrong content' },
    before: { 'cron.d/logs': '# old\n' },
    resources: job({ user: 'nobody' }),
    operations: ['write cron.d/logs'],
    after: { 'cron.d/logs': text.replace('root', 'nobody') },
  },
  {
    name: 'right, but writable by others, which cron does not read',
    covers: { cron: 'attributes' },
    before: { 'cron.d/logs': { file: text, mode: 0o666, uid: 1 } },
    resources: job(),
    operations: ['attributes cron.d/logs'],
    after: { 'cron.d/logs': { mode: 0o644 } },
  },
  {
    name: 'a folder in its place',
    covers: { cron: 'wrong kind' },
    before: { 'cron.d/logs': { dir: true } },
    resources: job(),
    refused: /logs is a directory/,
  },
  {
    name: 'no cron',
    covers: { cron: 'parent missing' },
    resources: job(),
    refused: /the folder of .*cron.d\/logs is not there: install cron before, with packages\(\)/,
  },
  {
    name: 'a user that there is not: cron would pass over the file without a word',
    before: { 'cron.d': { dir: true } },
    resources: job({ user: 'nobody-knows' }),
    refused: /there is no user nobody-knows: make them before, with user\(\)/,
  },
  {
    name: 'a user that an earlier step may bring, and does not',
    before: { 'cron.d': { dir: true } },
    resources: (given) => [command({ script: 'true', unless: 'false' }), job({ user: 'nobody-knows' })(given)],
    fails: true,
    after: { 'cron.d/logs': 'absent' },
  },
  {
    name: 'quotes in a variable',
    before: { 'cron.d': { dir: true } },
    resources: job({ env: { A: '-Dx="a b"', B: "it's", C: `x "a" 'b'` } }),
    after: { 'cron.d/logs': text.replace('15 3', `A='-Dx="a b"'\nB="it's"\nC=x "a" 'b'\n15 3`) },
  },
  {
    name: 'gone: it is there',
    covers: { cron: 'inverse' },
    before: { 'cron.d/logs': text, 'cron.d/other': '' },
    resources: gone,
    operations: ['remove cron.d/logs'],
    statuses: ['changed'],
    after: { 'cron.d/logs': 'absent', 'cron.d/other': '' },
  },
  { name: 'gone: it is not there, nor is cron', resources: gone, operations: [], statuses: ['ok'] },
  {
    name: 'gone: a folder in its place is not taken away',
    before: { 'cron.d/logs/x': '' },
    resources: gone,
    refused: /logs is a directory: look what it is, and remove it with absent\(\)/,
  },
  {
    name: 'made and gone by the same options',
    before: { 'cron.d/logs': text },
    resources: ({ at }) =>
      cron({ name: 'logs', state: 'absent', schedule: '15 3 * * *', script: 'true', folder: at('cron.d') }),
    operations: ['remove cron.d/logs'],
  },
])

const good = [
  ...['* * * * *', '0\t3 * * *', '0  3 * * *', '*/5 * * * *', '1-5/2,7-9 * * * *', '05 * * * *', '*,5 * * * *'],
  ...['0 0 * jan,MAR mon-fri', '0 0 * * sun-sat', '0 0 * * 7', '0 0 * * 0-7', '0 0 29 2 *', '0 0 31 2 mon'],
  ...['@reboot', '@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'],
]
const bad: readonly (readonly [string, RegExp])[] = [
  ['61 25 * * *', /its minute is to be \* or numbers from 0 to 59, as in 1,5/],
  ['0 25 * * *', /its hour is to be/],
  ['0 0 0 * *', /its day is to be \* or numbers from 1 to 31/],
  ['0 0 * 13 *', /its month is to be \* or numbers from 1 to 12 or jan to dec/],
  ['0 0 * january *', /its month/],
  ['0 0 * * 8', /its weekday is to be \* or numbers from 0 to 7 or sun to sat/],
  ['0 0 * * mon/2', /its weekday/],
  ['5/10 * * * *', /its minute/],
  ['*/0 * * * *', /its minute/],
  ['1,2,,3 * * * *', /its minute/],
  ['1, * * * *', /its minute/],
  ['-5 * * * *', /its minute/],
  ['@dayly', /"@dayly" is no schedule: give one of @reboot/],
  ['@DAILY', /give one of/],
  ['0 0 * *', /give five fields/],
  ['0 0\u00a0* * *', /give five fields/],
  [' 0 0 * * *', /give five fields/],
]
/** Cron reads these, and never starts the job. */
const never: readonly (readonly [string, RegExp])[] = [
  ['10-5 * * * *', /its minute/],
  ['0 0 * * fri-mon', /its weekday/],
  ['0 0 31 2 *', /no month that it names has such a day/],
  ['0 0 31 apr,jun *', /no month that it names/],
]

const test = suite('schedules, as the cron of Debian reads them')
const folder = scratch('cron')
/** What the real cron says of a table. */
const reads = (table: string) => {
  writeFileSync(join(folder, 'table'), table)
  return spawnSync('crontab', ['-n', join(folder, 'table')], { encoding: 'utf8' })
}
test.before(() => {
  needs(['cron'])
  mkdirSync('/var/spool/cron/crontabs', { recursive: true })
})
const takes = (schedule: string) => () => cron({ name: 'x', schedule, script: 'true' })
for (const schedule of good) {
  test(`taken: ${JSON.stringify(schedule)}`, () => {
    assert.is(reads(`${schedule} true\n`).status, 0)
    takes(schedule)()
  })
}
for (const [schedule, words] of bad) {
  test(`refused: ${JSON.stringify(schedule)}`, () => {
    // Blanks before the first field are all that cron takes of these.
    if (!schedule.startsWith(' ')) assert.is.not(reads(`${schedule} true\n`).status, 0)
    assert.throws(takes(schedule), words)
  })
}
for (const [schedule, words] of never) {
  test(`refused, for it never comes: ${schedule}`, () => assert.throws(takes(schedule), words))
}

test('what is written for variables with quotes is read', () => {
  const { status, stderr } = reads(`A='-Dx="a b"'\nB="it's"\nC=x "a" 'b'\n15 3 * * * true\n`)
  assert.is(status, 0, stderr)
})

for (const [more, words] of [
  [{ env: { A: 'a\nb' } }, /env\.A: cron cannot set such a value: give it one line, and one kind of quotes/],
  [{ env: { A: `"it's"` } }, /env\.A: cron cannot set such a value/],
  [{ script: 'date +\\%F' }, /script: crons differ in what they make of a backslash before/],
  [{ script: 'a\\\\b' }, /crons differ/],
] as const) {
  test(`refused: ${JSON.stringify(more)}`, () =>
    assert.throws(() => cron({ name: 'x', schedule: '@daily', script: 'true', ...more }), words))
}
test.run()
