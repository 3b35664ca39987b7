import type { HostTree } from '../../../lib/testing/tree.ts'
import { javaVersion } from '../../../tasks/index.ts'
import { type Situation, trySituations } from '../../support/situations.ts'

/** A JVM by what it leaves behind: a file that says its version, or only a program that does. */
const written = (version: string): HostTree => ({
  'jdk/release': `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`,
  'jdk/bin/java': { file: '#!/bin/sh\nexit 9\n', mode: 0o755 },
})
const spoken = (version: string): HostTree => ({
  'jdk/bin/java': { file: `#!/bin/sh\necho 'openjdk version "${version}" 2020' >&2\n`, mode: 0o755 },
})

const on = (runsOn: readonly number[], accept?: readonly number[]): Pick<Situation, 'resources'> => ({
  resources: ({ at }) => javaVersion({ program: 'the shop', runsOn, java: { home: at('jdk'), accept } }),
})
const ok = { operations: [], statuses: ['ok'] } as const

trySituations('javaVersion', [
  {
    name: '8, told by a file',
    covers: { javaVersion: 'already right' },
    before: written('1.8.0_292'),
    ...on([7, 8]),
    ...ok,
  },
  { name: '7, the first of two', before: written('1.7.0_80'), ...on([7, 8]), ...ok },
  { name: '8, told by the program', before: spoken('1.8.0_292'), ...on([8]), ...ok },
  { name: '11, as it is numbered since 9', before: written('11.0.22'), ...on([8, 11]), ...ok },
  { name: 'another one that is accepted', before: written('17.0.15'), ...on([7, 8], [17]), ...ok },
  {
    name: 'beside a JRE',
    before: { 'jdk/bin/java': { file: '', mode: 0o755 }, 'jdk/release': 'JAVA_VERSION="1.8.0"\n' },
    ...on([8]),
    ...ok,
  },
  {
    name: 'a later one',
    covers: { javaVersion: 'wrong content' },
    before: written('17.0.15'),
    ...on([7, 8]),
    refused: /the Java of .*jdk is 17\.0\.15; the shop runs on Java 7 or 8: .*java\.accept: \[17\]/,
  },
  {
    name: 'an earlier one, told by the program',
    before: spoken('1.7.0_80'),
    ...on([8]),
    refused: /is 1\.7\.0_80; the shop runs on Java 8: /,
  },
  {
    name: 'none',
    covers: { javaVersion: ['absent', 'parent missing'] },
    ...on([8]),
    refused: /there is no .*jdk\/bin\/java; .*install one/,
  },
  {
    name: 'a directory in place of the program',
    covers: { javaVersion: 'wrong kind' },
    before: { 'jdk/bin/java': { dir: true } },
    ...on([8]),
    refused: /Java of .*jdk is of an unknown version \(\)/,
  },
  {
    name: 'a program that may not be run',
    covers: { javaVersion: 'attributes' },
    before: { 'jdk/bin/java': { file: '', mode: 0o644 }, 'jdk/release': 'JAVA_VERSION="1.8.0"\n' },
    ...on([8]),
    refused: /there is no .*jdk\/bin\/java/,
  },
  {
    name: 'one that says nothing',
    before: { 'jdk/bin/java': { file: '#!/bin/sh\n', mode: 0o755 } },
    ...on([8]),
    refused: /of an unknown version \(\)/,
  },
])
