import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { factsOf } from '../../lib/core/fact.ts'
import { UsageError } from '../../lib/core/failure.ts'
import { pathsOf } from '../../lib/core/question.ts'
import { file, symlink } from '../../tasks/index.ts'

const test = suite('a path on a host')

for (const [written, meant] of [
  ['/etc/motd', '/etc/motd'],
  ['/etc/motd/', '/etc/motd'],
  ['//etc///motd//', '/etc/motd'],
  ['/etc/./motd/.', '/etc/motd'],
  ['/', '/'],
  ['/./', '/'],
  ['/a /.b./...', '/a /.b./...'],
  [`/${'n'.repeat(255)}/`, `/${'n'.repeat(255)}`],
] as const) {
  test(`${written} is ${meant}`, () => {
    const { reads, title } = file({ path: written, text: '' })
    assert.equal(
      factsOf(reads).flatMap(({ question }) => pathsOf(question)),
      [meant],
    )
    assert.is(title, `write ${meant}`)
  })
}

for (const [path, says] of [
  ['etc/motd', /"etc\/motd" is no path on a host: write it from \/ on/],
  ['./motd', /is no path on a host/],
  ['', /it is empty: give a path on the host/],
  ['/etc/\0', /is no path on a host/],
  ['/opt/is/../x', /"\/opt\/is\/\.\.\/x" holds "\.\.", which leads elsewhere .* is a link: write the path without it/],
  ['/..', /holds "\.\."/],
  [`/${'é'.repeat(128)}`, /is too long: no host takes more than 255 bytes of a name, and 4095 of a path/],
  [`${'/etc'.repeat(1024)}`, /is too long/],
] as const) {
  test(`${JSON.stringify(path)} is told before a host is touched`, () =>
    assert.throws(
      () => file({ path, text: '' }),
      (error: unknown) => error instanceof UsageError && says.test(error.message),
    ))
}

test('the target of a link stays as it is written', () => {
  const planned = symlink({ path: '/l', target: '..//a/./b/' }).plan({ link: { type: 'absent', parent: 'directory' } })
  assert.equal(planned, [{ op: 'symlink', path: '/l', target: '..//a/./b/' }])
})

test.run()
