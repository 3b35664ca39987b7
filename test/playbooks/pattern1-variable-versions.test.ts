import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { versionsOf } from '../../playbooks/pattern1/variable-versions.ts'

/** What the page of variables says: for which versions each is. */
const test = suite('versions of the variables of pattern1')

for (const [variable, says] of [
  ['hostname', 'all'],
  ['keystore', 'all'],
  ['keystore.password', 'all'],
  ['keystore.for', '5.9.0 – 7.3.0'],
  ['databases.agentIdentity', '7.2.0 – 7.3.0'],
  ['databases.processes', '5.9.0 – 6.1.0'],
  ['managementHostname', 'all but 5.9.0 – 5.11.0'],
  ['jndi.realm', '5.3.0 – 5.8.0'],
] as const)
  test(`${variable}: ${says}`, () => assert.is(versionsOf(variable), says))

test.run()
