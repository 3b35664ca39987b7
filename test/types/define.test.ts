import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { local, ssh } from '../../lib/core/connection.ts'
import { contentFact, digestFact, pathFact } from '../../lib/core/fact.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { play, playbook } from '../../lib/core/playbook.ts'
import type { Schema } from '../../lib/core/schema.ts'
import { secret } from '../../lib/core/secret.ts'
import { defineTask } from '../../lib/core/task.ts'
import { absent, archive, command, directory, file, symlink } from '../../tasks/index.ts'

/**
 * Wrong use that must not compile. Each line under `@ts-expect-error` is an error of the compiler, which fails the build
 * where it is not. Nothing here is run: `never` is not called.
 */
interface Vars {
  readonly hostname: string
  readonly port: number
}

declare const schema: Schema<unknown, Vars>
const pathOption = v.strictObject({ path: v.string() })

export const never = () => {
  const inventory = defineInventory<Vars>({
    hosts: { a: { connect: local(), vars: { port: 1 } } },
    vars: { hostname: 'x' },
  })

  // @ts-expect-error a variable of the wrong type
  defineInventory<Vars>({ hosts: { a: { connect: local(), vars: { port: '1' } } } })
  // @ts-expect-error no such variable
  defineInventory<Vars>({ hosts: { a: { connect: local() } }, vars: { hostnam: 'x' } })
  const open = defineInventory({
    hosts: {
      a: { connect: local(), groups: ['web'], vars: { port: 1 } },
      b: { connect: local(), vars: { port: 'x' } },
    },
    groups: { web: { vars: { size: 3 } } },
    vars: { hostname: 'x' },
  })
  // @ts-expect-error without a type nothing is known of a variable
  play('p', open.hosts, (host) => file({ path: '/x', text: host.vars.hostname }))
  // @ts-expect-error a host without a connection
  defineInventory<Vars>({ hosts: { a: {} } })
  // @ts-expect-error an address is no connection
  defineInventory<Vars>({ hosts: { a: { connect: '10.0.0.1' } } })
  // @ts-expect-error no such option of ssh
  ssh('a', { username: 'x' })
  // @ts-expect-error a password in plain text
  ssh('a', { password: 'x' })
  ssh('a', { password: secret('x') })

  play('p', inventory.group('all'), (host) => file({ path: '/x', text: host.vars.hostname }))
  // @ts-expect-error no such variable of a host
  play('p', inventory.group('all'), (host) => file({ path: '/x', text: host.vars.name }))
  // @ts-expect-error a number is no text
  play('p', inventory.group('all'), (host) => file({ path: '/x', text: host.vars.port }))
  // @ts-expect-error a group's name is no list of hosts
  play('p', 'all', () => [])
  // @ts-expect-error a string is no resource
  play('p', inventory.group('all'), () => ['touch /x'])
  // @ts-expect-error no such option of a play
  play('p', inventory.group('all'), () => [], { sequential: 1 })
  // @ts-expect-error no such way to become root
  play('p', inventory.group('all'), () => [], { become: { method: 'runas' } })

  playbook('p', { vars: schema, plays: (inventory) => [play(inventory.vars.hostname, inventory.hosts, () => [])] })
  // @ts-expect-error a variable that the schema does not have
  playbook('p', { vars: schema, plays: (inventory) => [play(inventory.vars.host, [], () => [])] })
  // @ts-expect-error a resource is no play
  playbook('p', { vars: schema, plays: () => [file({ path: '/x', text: '' })] })
  // @ts-expect-error no plays
  playbook('p', { vars: schema })
  // @ts-expect-error no schema
  playbook('p', { plays: () => [] })
  // @ts-expect-error no such key
  playbook('p', { vars: schema, plays: () => [], checks: () => [] })
  // @ts-expect-error the inventory holds the variables: there is no second argument
  playbook('p', { vars: schema, plays: (_vars, inventory) => [play('p', inventory.hosts, () => [])] })
  // @ts-expect-error a fault is a sentence
  playbook('p', { vars: schema, plays: () => [], check: () => true })
  // @ts-expect-error plays that only read are a list, too
  playbook('p', { vars: schema, plays: () => [], verify: () => 'all is well' })

  // @ts-expect-error no content
  file({ path: '/x' })
  // @ts-expect-error two fields in place of one options object
  file('/x', 'text')
  // @ts-expect-error a mode is a number
  file({ path: '/x', text: '', mode: '0644' })
  // @ts-expect-error a link needs a target
  symlink({ path: '/x' })
  // @ts-expect-error no such option
  directory({ path: '/x', recurse: true })
  // @ts-expect-error a missing path
  absent({ recursive: true })
  // @ts-expect-error an archive needs a place to go
  archive({ from: 'x.zip' })
  // @ts-expect-error nothing says when the command is needless
  command({ script: 'x' })
  // @ts-expect-error a secret has no place in a script
  command({ script: secret('x'), creates: '/x' })

  defineTask('t', {
    options: pathOption,
    title: ({ path }) => path,
    reads: ({ path }) => ({ at: contentFact(path) }),
    plan: (_, { at }) => {
      // @ts-expect-error content is there only when it is a file
      at.content
      return at.type === 'file' && 'text' in at.content ? [] : [{ op: 'write', path: '/x', content: { text: '' } }]
    },
  })
  defineTask('t', {
    options: pathOption,
    title: ({ path }) => path,
    reads: ({ path }) => ({ at: pathFact(path) }),
    // @ts-expect-error an answer that was not asked for
    plan: (_, { there }) => (there ? [] : []),
  })
  defineTask('t', {
    options: pathOption,
    title: ({ path }) => path,
    reads: ({ path }) => ({ at: digestFact(path) }),
    // @ts-expect-error operations are a closed list
    plan: ({ path }) => [{ op: 'touch', path }],
  })
  defineTask('t', {
    options: pathOption,
    title: ({ path }) => path,
    // @ts-expect-error a path is no fact
    reads: ({ path }) => ({ at: path }),
    plan: () => [],
  })
  // @ts-expect-error no schema of its options
  defineTask('t', { title: () => 't', reads: () => ({}), plan: () => [] })
  defineTask('t', {
    options: pathOption,
    title: ({ path }) => path,
    reads: ({ path }) => ({ at: pathFact(path) }),
    // @ts-expect-error a plan is pure: it waits for nothing
    plan: async () => [],
  })
}

const test = suite('types')
test('wrong use does not compile', () => assert.type(never, 'function'))
test.run()
