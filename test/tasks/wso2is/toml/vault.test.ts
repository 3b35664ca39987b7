import { secret } from '../../../../lib/core/secret.ts'
import { toml } from '../../../../tasks/edits/toml.ts'
import { deploymentToml, firstSecrets } from '../../../../tasks/wso2is/index.ts'
import { tryInTurn } from '../../../support/situations.ts'

/** A secret that somebody has put into the product's own vault stays there, and what is beside it is set. */
const path = 'repository/conf/deployment.toml'
const password = secret('vault', { value: 'other-one' })
const sources = '[[datasource]]\nid = "A"\npassword = "$secret{a}"\n\n[[datasource]]\nid = "B"\npassword = "b"\n'
const pair = `[account_recovery.endpoint.auth]
hash= "0123"

[identity.auth_framework.endpoint]
app_password= "$secret{recovery}"
`

tryInTurn('the vault of the product', [
  {
    name: 'in a member of the data sources',
    before: { [path]: sources },
    resources: ({ at }) =>
      deploymentToml({
        home: at(''),
        version: '7.1.0',
        edits: [
          toml.ensureMember('datasource', 'id', { id: 'A', password, driver: 'd' }),
          toml.ensureMember('datasource', 'id', { id: 'B', password }),
        ],
      }),
    statuses: ['changed'],
    after: { [path]: sources.replace('{a}"\n', '{a}"\ndriver = "d"\n').replace('"b"', '"other-one"') },
  },
  {
    name: 'in a member that is named by its id',
    before: { [path]: sources },
    resources: ({ at }) =>
      deploymentToml({ home: at(''), version: '7.1.0', edits: [toml.set('datasource[id="A"].password', password)] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'in a table that is set as a whole',
    before: { [path]: '[super_admin]\npassword = "$secret{admin}"\n' },
    resources: ({ at }) =>
      deploymentToml({
        home: at(''),
        version: '7.2.0',
        edits: [toml.set('super_admin', { password, username: 'admin' })],
      }),
    statuses: ['changed'],
    after: { [path]: '[super_admin]\npassword = "$secret{admin}"\nusername = "admin"\n' },
  },
  {
    name: 'the pair of the recovery pages stays as a pair',
    before: { [path]: pair },
    resources: ({ at }) => firstSecrets({ home: at(''), version: '7.2.0', recoveryPassword: password }),
    operations: [],
    statuses: ['ok'],
  },
])
