import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { Pattern1 } from '../../playbooks/pattern1/variables.ts'

const test = suite('paths among the variables of pattern1')
const path = Pattern1.entries.home

for (const [written, meant] of [
  ['/opt/is', '/opt/is'],
  ['/opt/is/', '/opt/is'],
  ['//opt/./is//', '/opt/is'],
])
  test(`${written} is ${meant}`, () => assert.is(v.parse(path, written), meant))

for (const [written, says] of [
  ['opt/is', 'is not an absolute path'],
  ['/opt/../is', 'holds ".."'],
  ['/', 'is the root of the host'],
  [
    'C:\\wso2is',
    'is a path of Windows: there the guide starts a node by bin\\wso2server.bat, which runbook cannot do yet',
  ],
  ['d:/wso2is', 'is a path of Windows'],
  ['\\\\files\\is', 'is a path of Windows'],
] as const)
  test(`${written} is none`, () => assert.throws(() => v.parse(path, written), says))

test.run()
