import { readdirSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as general from '../../tasks/index.ts'
import type { Kind } from '../support/covers.ts'

const test = suite('what the tests show of every task')

const kinds: readonly Kind[] = [
  'absent',
  'already right',
  'wrong content',
  'wrong kind',
  'attributes',
  'parent missing',
  'inverse',
]

const asked = 'it asks the host, and makes nothing'
const command = 'what a command makes is not known of it'
/** What cannot be shown of a task, and why. */
const exceptions: Readonly<Record<string, Partial<Record<Kind, string>>>> = {
  absent: {
    absent: 'what is not there is what it wants: already right',
    attributes: 'a file goes, whatever its mode',
    'parent missing': 'then nothing is there: already right',
    inverse: 'it is the inverse',
  },
  archiveFiles: { attributes: 'it has no mode or owner to set' },
  assert: { 'wrong kind': asked, attributes: asked, 'parent missing': asked, inverse: asked },
  container: { attributes: 'it has no mode or owner', 'parent missing': 'it is in nothing' },
  certificateLasts: { attributes: 'whoever may read it may use it', inverse: asked },
  clocksAgree: { 'wrong kind': asked, attributes: asked, 'parent missing': asked, inverse: asked },
  attributes: { inverse: 'what they were before, nobody knows' },
  command: { 'wrong kind': command, attributes: command, 'parent missing': command, inverse: command },
  directory: { 'wrong content': 'what is in it is not its own' },
  aptRepository: { 'parent missing': 'apt brings its folders' },
  fetchFiles: { attributes: 'the mode of what is there stays', inverse: 'what was collected is somebody’s' },
  filesystem: {
    attributes: 'a device has none that it sets',
    inverse: 'what is on a device is data: nobody takes that away',
  },
  firewall: { attributes: 'a rule has none', 'parent missing': 'it is in nothing' },
  git: { attributes: 'modes are what the commit says' },
  group: {
    'wrong kind': 'a name in the list of groups is a group',
    attributes: 'its number is all it has',
    'parent missing': 'it is in nothing',
  },
  hostname: { 'parent missing': 'each host has /etc', inverse: 'a host has a name' },
  httpCheck: { 'wrong kind': asked, attributes: asked, 'parent missing': asked, inverse: asked },
  javaVersion: { inverse: asked },
  mount: { attributes: 'a mount hides the mode of its folder' },
  pageAnswers: { 'wrong kind': asked, attributes: asked, 'parent missing': asked, inverse: asked },
  packages: {
    'wrong kind': 'a package is one',
    attributes: 'it has but a version: wrong content',
    'parent missing': 'it is in nothing',
  },
  pip: { attributes: 'a package has none', 'wrong kind': 'a package is one' },
  release: { attributes: 'it has those of its archive', inverse: 'to go back is to name another' },
  reboot: {
    attributes: 'a start of a host has none',
    'parent missing': 'it is in nothing',
    inverse: 'what was restarted cannot be restarted less',
  },
  schemaByHand: { 'wrong kind': asked, attributes: asked, 'parent missing': asked, inverse: asked },
  sessionsStick: { 'wrong kind': asked, attributes: asked, 'parent missing': asked, inverse: asked },
  sharedFolders: { attributes: 'a link has no mode of its own' },
  sharedLink: { attributes: 'a link has no mode of its own', inverse: asked },
  sqlDatabase: { 'wrong kind': 'only a database has a name of one', 'parent missing': 'it is in nothing' },
  sqlScript: {
    attributes: 'tables have no mode or owner that it sets',
    inverse: 'tables hold data: they go with their database',
  },
  sqlUser: { 'wrong kind': 'only a user has a name of one' },
  symlink: { attributes: 'a link has no mode of its own' },
  systemdTimer: { 'parent missing': 'systemd brings the folder of its units' },
  systemdUnit: { 'parent missing': 'systemd brings the folder of its units; that of drop-ins is made' },
  waitFor: { 'wrong kind': asked, attributes: asked, 'parent missing': asked, inverse: asked },
}

/** By task: what the tests say that they show. `trySituations` and `covers` hold each of them to it. */
const shown = new Map<string, Set<string>>()
for (const name of readdirSync('test', { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.test.ts')) continue
  for (const [, tasks = ''] of readFileSync(`test/${name}`, 'utf8').matchAll(/covers(?:: |\()\{([^}]*)\}/g))
    for (const [, task = '', words = ''] of tasks.matchAll(/(\w+): (\[[^\]]*\]|'[^']*')/g)) {
      const those = shown.get(task) ?? new Set()
      shown.set(task, those)
      for (const [, kind = ''] of words.matchAll(/'([^']*)'/g)) those.add(kind)
    }
}

const tasks = Object.entries(general)
  .filter(([, task]) => typeof task === 'function' && 'schema' in task)
  .map(([name]) => name)

for (const task of tasks) {
  test(task, () => {
    const excepted = Object.keys(exceptions[task] ?? {})
    const seen = shown.get(task) ?? new Set()
    assert.equal(
      kinds.filter((kind) => seen.has(kind) === excepted.includes(kind)),
      [],
      'shown, or an exception with its reason: one of the two',
    )
  })
}

test('of tasks that are there', () => {
  assert.equal(
    [...shown.keys(), ...Object.keys(exceptions)].filter((name) => !tasks.includes(name)),
    [],
  )
  assert.ok(tasks.length > 25)
})

test.run()
