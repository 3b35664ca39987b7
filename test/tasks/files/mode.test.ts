import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError } from '../../../lib/core/failure.ts'
import { directory, file } from '../../../tasks/index.ts'

const test = suite('permission bits')

const made = {
  file: (mode: number) => file({ path: '/f', text: '', mode }),
  directory: (mode: number) => directory({ path: '/d', mode }),
}

for (const [name, make] of Object.entries(made)) {
  for (const mode of [640, 755, 777, 600, 0.5, -1, 0o10000]) {
    test(`${name}: ${mode} is refused before a host is touched`, () =>
      assert.throws(
        () => make(mode),
        (error: unknown) => error instanceof UsageError && /write them as in 0o/.test(error.message),
      ))
  }
  for (const mode of [0o640, 0o644, 0o711, 0o755, 0o2775, 0o1777, 0o400, 0]) {
    test(`${name}: 0o${mode.toString(8)} is taken`, () => assert.ok(make(mode)))
  }
}

test.run()
