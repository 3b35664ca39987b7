import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { compiled, digestOfSource, inModule, javaModule } from '../../support/java-class.ts'

const test = suite('the class that asks a directory')
const again = `${javaModule} is not of its source as it is now: npm run java`

test('it is of the source that stands beside it', () => {
  assert.is(inModule().source, digestOfSource(), again)
})

test('the JDK that compiled it compiles the same once more', () => {
  const { bytes, jdk } = compiled()
  const { bytes: kept, jdk: by } = inModule()
  assert.is(kept.readUInt32BE(), 0xcafebabe)
  assert.is(kept.readUInt16BE(6), 51, 'Java 7 runs it')
  if (jdk === by) assert.ok(bytes.equals(kept), again)
})

test.run()
