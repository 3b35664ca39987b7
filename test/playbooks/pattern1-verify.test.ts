import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { ssh } from '../../lib/core/connection.ts'
import { isGiven } from '../../lib/core/given.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { Pattern1, type Variables } from '../../playbooks/pattern1/variables.ts'
import { verifyPlays } from '../../playbooks/pattern1/verify.ts'
import { mysql, type Version, versions } from '../../tasks/wso2is/index.ts'

/** What is asked of a load balancer: a page that the version has, and that is open. */
const test = suite('what verify asks of a load balancer')
const server = { host: 'db', user: 'u', password: 'p' }

/** The pages that are asked, by the check that asks. */
function pages(version: Version, endpoints: boolean): Record<string, unknown> {
  const databases = { userStore: mysql({ ...server, name: 'UM' }), identity: mysql({ ...server, name: 'ID' }) }
  const vars = v.parse(Pattern1, {
    ...{ version, home: '/opt/is', hostname: 'is.example.com', databases },
    ...{ member: '10.0.0.11', nginx: { endpoints } },
  })
  const inventory = defineInventory<Variables>({
    hosts: { is1: { connect: ssh('is1'), groups: ['is'] }, lb: { connect: ssh('lb'), groups: ['lb'] } },
    vars,
  })
  const play = verifyPlays(inventory).find(({ name }) => name === 'verify the cluster')
  const asked = (play?.hosts ?? []).flatMap((host) => play?.resources(host) ?? [])
  return Object.fromEntries(
    asked
      .filter((one) => !isGiven(one))
      .filter(({ task }) => ['pageAnswers', 'sessionsStick'].includes(task))
      .map(({ task, args }) => [task, Reflect.get(args, 'path')]),
  )
}

const login = '/carbon/admin/login.jsp'
const discovery = '/oauth2/token/.well-known/openid-configuration'

for (const version of versions)
  test(`${version}: its own page, and sessions by the one that begins them`, () => {
    const page = version.startsWith('7') ? discovery : login
    assert.equal(pages(version, false), { pageAnswers: page, sessionsStick: login })
  })

for (const version of versions)
  test(`${version}: where only endpoints are open, one of them, and no session is begun`, () => {
    assert.equal(pages(version, true), { pageAnswers: discovery })
  })

test.run()
