import { secret } from '../../../../lib/core/secret.ts'
import {
  type Datasource,
  dashboardDatasources,
  identityDatasource,
  masterDatasources,
  mysql,
  postgresql,
  registryDatasource,
  userStoreDatasource,
} from '../../../../tasks/wso2is/index.ts'
import { editsOf } from '../edits.ts'

const server = { host: '10.0.0.20', user: 'wso2 & co', password: secret('db', { value: 'p&<>"\' ü]]>' }) }
const userStore = mysql({ ...server, name: 'WSO2UMDB' })
const identity = postgresql({ ...server, name: 'identity db' })
const registry = mysql({ ...server, name: 'REGISTRY', parameters: { useSSL: 'true' } })

const define =
  (...datasources: readonly Datasource[]) =>
  (home: string) =>
    masterDatasources({ version: '5.4.1', home, datasources })

/** The lines of a data source. Text of the file is UTF-8, of which the test sees a character for each byte. */
function defined({ name, description, jndi }: Datasource, url: string, driverClass: string): string[] {
  const element = (tag: string, text: string) => `${' '.repeat(20)}<${tag}>${text}</${tag}>`
  return [
    '        <datasource>',
    `            <name>${name}</name>`,
    `            <description>${description}</description>`,
    '            <jndiConfig>',
    `                <name>${jndi}</name>`,
    '            </jndiConfig>',
    '            <definition type="RDBMS">',
    '                <configuration>',
    element('url', url),
    element('username', 'wso2 &amp; co'),
    element('password', 'p&amp;&lt;&gt;"\' Ã¼]]&gt;'),
    element('driverClassName', driverClass),
    element('maxActive', '80'),
    element('maxWait', '60000'),
    element('minIdle', '5'),
    element('testOnBorrow', 'true'),
    element('validationQuery', 'SELECT 1'),
    element('validationInterval', '30000'),
    element('defaultAutoCommit', 'false'),
    '                </configuration>',
    '            </definition>',
    '        </datasource>',
  ].map((line) => `+${line}`)
}

const users = userStoreDatasource(userStore)
const identities = identityDatasource(identity)
const shared = registryDatasource(registry)
const [, , dashboardRegistry] = dashboardDatasources({ userStore, identity, registry })

const mysqlClass = 'com.mysql.jdbc.Driver'
const postgresqlClass = 'org.postgresql.Driver'
const usersDefined = defined(
  users,
  'jdbc:mysql://10.0.0.20:3306/WSO2UMDB?autoReconnect=true&amp;useSSL=false',
  mysqlClass,
)
const identitiesDefined = defined(identities, 'jdbc:postgresql://10.0.0.20:5432/identity%20db', postgresqlClass)
const registryUrl = 'jdbc:mysql://10.0.0.20:3306/REGISTRY?autoReconnect=true&amp;useSSL=true'

export const masterDatasourcesEdits = editsOf(
  'masterDatasources',
  'repository/conf/datasources/master-datasources.xml',
  [
    {
      name: 'two data sources after the stock one, which stays, and each value is escaped once',
      task: define(users, identities),
      changes: [...usersDefined, ...identitiesDefined],
    },
    {
      name: 'a database for the registry, too',
      task: define(users, identities, shared),
      changes: [...usersDefined, ...identitiesDefined, ...defined(shared, registryUrl, mysqlClass)],
    },
    {
      name: "those of the guide's optional step have names of their own",
      task: define(users, ...(dashboardRegistry ? [dashboardRegistry] : [])),
      changes: [...usersDefined, ...(dashboardRegistry ? defined(dashboardRegistry, registryUrl, mysqlClass) : [])],
    },
    {
      name: 'another database in a data source that is there: only what differs is written',
      task: (home) => [
        define({ ...users, database: mysql({ ...server, name: 'OLD', connector: '8' }) })(home),
        define(users)(home),
      ],
      changes: usersDefined,
    },
  ],
)
