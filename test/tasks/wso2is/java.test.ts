import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { versions } from '../../../tasks/wso2is/product.ts'
import { javaFor, javaVersion } from '../../../tasks/wso2is/server/java.ts'
import { type Situation, trySituations } from '../../support/situations.ts'
import type { Tree } from '../../support/tree.ts'

/** A JVM by what it leaves behind: a file that says its version, or only a program that does. */
const written = (version: string): Tree => ({
  'jdk/release': `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`,
  'jdk/bin/java': { file: '#!/bin/sh\nexit 9\n', mode: 0o755 },
})
const spoken = (version: string): Tree => ({
  'jdk/bin/java': { file: `#!/bin/sh\necho 'openjdk version "${version}" 2020' >&2\n`, mode: 0o755 },
})

const ok = (name: string, version: (typeof versions)[number], before: Tree, accept?: readonly number[]): Situation => ({
  name,
  before,
  resources: ({ at }) => javaVersion({ version, java: { home: at('jdk'), accept } }),
  operations: [],
  statuses: ['ok'],
})

const refused = (name: string, version: (typeof versions)[number], before: Tree, says: RegExp): Situation => ({
  name,
  before,
  resources: ({ at }) => javaVersion({ version, java: { home: at('jdk') } }),
  refused: says,
})

trySituations('javaVersion', [
  ok('8 for 5.4.1', '5.4.1', written('1.8.0_292')),
  ok('7 for 5.4.1', '5.4.1', written('1.7.0_80')),
  ok('8 for 5.7.0, told by the program', '5.7.0', spoken('1.8.0_292')),
  ok('11 for 5.8.0', '5.8.0', written('11.0.22')),
  ok('another one that is accepted', '5.4.1', written('17.0.15'), [17]),
  ok('beside a JRE', '5.4.1', { 'jdk/bin/java': { file: '', mode: 0o755 }, 'jdk/release': 'JAVA_VERSION="1.8.0"\n' }),
  refused(
    '17 for 5.4.1',
    '5.4.1',
    written('17.0.15'),
    /the Java of .*jdk is 17\.0\.15; Identity Server 5\.4\.1 runs on Java 7 or 8: .*java\.accept: \[17\]/,
  ),
  refused('7 for 5.7.0', '5.7.0', spoken('1.7.0_80'), /is 1\.7\.0_80; Identity Server 5\.7\.0 runs on Java 8: /),
  refused('11 for 5.7.0', '5.7.0', written('11.0.22'), /runs on Java 8: /),
  refused('none', '5.4.1', {}, /there is no .*jdk\/bin\/java; .*install one/),
  refused(
    'one that says nothing',
    '5.4.1',
    { 'jdk/bin/java': { file: '#!/bin/sh\n', mode: 0o755 } },
    /of an unknown version \(\)/,
  ),
])

const test = suite('javaFor')
test('every version has one', () => {
  assert.equal(
    versions.map((version) => `${version} ${javaFor(version).join()}`),
    [
      ...['5.3.0 7,8', '5.4.0 7,8', '5.4.1 7,8', '5.5.0 7,8', '5.6.0 8', '5.7.0 8', '5.8.0 8,11'],
      ...['5.9.0 8,11', '5.10.0 8,11', '5.11.0 8,11', '6.0.0 11,17', '6.1.0 11,17', '7.0.0 11,17'],
      ...['7.1.0 11,17,21', '7.2.0 11,17,21', '7.3.0 21,25'],
    ],
  )
})
test.run()
