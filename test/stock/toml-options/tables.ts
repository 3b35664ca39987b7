import { secret } from '../../../lib/core/secret.ts'
import type { JdbcDatabase } from '../../../tasks/databases/jdbc/jdbc-database.ts'
import { type DatabaseConnection, mysql } from '../../../tasks/wso2is/index.ts'
import { secretValue } from '../../support/e2e.ts'
import type { Wanted } from './toml-option.ts'

/** What is found of the two databases that every cluster has. */
export const tables = (
  databases: { userStore: JdbcDatabase; identity: JdbcDatabase },
  type?: string | false,
): Wanted => ({
  ...connection('database.shared_db', databases.userStore, type ?? kinds[databases.userStore.kind]),
  ...connection('database.identity_db', databases.identity, type ?? kinds[databases.identity.kind]),
})

/** What is found at the table of a database. */
export const connection = (table: string, database: JdbcDatabase, type?: string | false): Wanted => ({
  ...(type === undefined ? {} : { [`${table}.type`]: type === false ? undefined : type }),
  [`${table}.url`]: inXml(database.url),
  [`${table}.username`]: database.user,
  [`${table}.password`]: database.kind === 'h2' ? 'wso2carbon' : inXml(secretValue),
  [`${table}.driver`]: database.driverClass,
  [`${table}.pool_options.maxActive`]: 80,
  [`${table}.pool_options.maxWait`]: 60000,
  [`${table}.pool_options.minIdle`]: 5,
  [`${table}.pool_options.testOnBorrow`]: true,
  [`${table}.pool_options.validationQuery`]: database.validationQuery,
  [`${table}.pool_options.validationInterval`]: 30000,
  [`${table}.pool_options.defaultAutoCommit`]: false,
})

const kinds: Readonly<Record<JdbcDatabase['kind'], string>> = {
  mysql: 'mysql',
  postgresql: 'postgre',
  mssql: 'mssql',
  oracle: 'oracle',
  db2: 'db2',
  h2: 'h2',
}

/** Two databases, each as it is made of its name. */
export const two = (make: (server: DatabaseConnection) => JdbcDatabase) => ({
  databases: { userStore: make(server('UM')), identity: make(server('ID')) },
})

export const server = (name: string): DatabaseConnection => ({
  host: 'db.example.com',
  name,
  user: 'wso2',
  password: secret('db'),
})

const stock = mysql({ host: '10.0.0.20', name: 'WSO2UMDB', user: 'wso2carbon', password: secret('db') })
export const base = {
  databases: {
    userStore: stock,
    identity: mysql({ host: '10.0.0.20', name: 'WSO2_IDENTITY_DB', user: 'wso2carbon', password: secret('db') }),
  },
}

/** As a parser of XML has to find it. */
export const inXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
