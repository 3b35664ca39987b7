import * as v from 'valibot'
import type { Fragment } from '../../../lib/edit/xml/index.ts'
import type { JdbcDatabase } from '../../databases/jdbc/jdbc-database.ts'
import { xml } from '../../edits/xml.ts'
import { defineData } from '../../support/define-data.ts'
import { line, objectOf } from '../../support/schema.ts'
import { database } from '../databases/database.ts'

/** A data source of `master-datasources.xml`. */
export interface Datasource {
  /** Its name in the file, by which it is found again. */
  readonly name: string
  /** Words for a reader of the file. */
  readonly description: string
  /** JNDI name, by which the other files refer to it. */
  readonly jndi: string
  /** Where it leads. */
  readonly database: JdbcDatabase
}

export const datasource: v.GenericSchema<Datasource> = objectOf('a data source, as userStoreDatasource() makes one', {
  name: line('its name in the file'),
  description: v.string(({ received }) => `it is ${received}: give words for a reader of the file`),
  jndi: line('its JNDI name'),
  database,
})

/** The JNDI name of the data source of every stock pack: the node's own registry, in H2. */
export const carbonJndi = 'jdbc/WSO2CarbonDB'

/** The data source of users, roles and tenants: `jdbc/WSO2UserStore`. */
export const userStoreDatasource = defineData(
  'userStoreDatasource',
  database,
  (database): Datasource => ({
    name: 'WSO2UserStore',
    description: 'Users, roles and permissions',
    jndi: 'jdbc/WSO2UserStore',
    database,
  }),
)

/** The data source of identity data and, without one of its own, the shared registry: `jdbc/WSO2IdentityDS`. */
export const identityDatasource = defineData(
  'identityDatasource',
  database,
  (database): Datasource => ({
    name: 'WSO2_IDENTITY_DB',
    description: 'Identity data and, unless it has a database of its own, the shared registry',
    jndi: 'jdbc/WSO2IdentityDS',
    database,
  }),
)

/** The data source of a shared registry in a database of its own: `jdbc/WSO2RegistryDB`. */
export const registryDatasource = defineData(
  'registryDatasource',
  database,
  (database): Datasource => ({
    name: 'WSO2_REGISTRY_DB',
    description: 'The shared registry',
    jndi: 'jdbc/WSO2RegistryDB',
    database,
  }),
)

/** The data sources of the guide's optional dashboard step, on the databases of the cluster. */
export const dashboardDatasources = defineData(
  'dashboardDatasources',
  v.strictObject({ userStore: database, identity: database, registry: database }),
  (databases): Datasource[] => [
    {
      name: 'USER_DB',
      description: 'Users and permissions, for the dashboard',
      jndi: 'jdbc/UserDB',
      database: databases.userStore,
    },
    {
      name: 'IDENTITY_DB',
      description: 'Identity data, for the dashboard',
      jndi: 'jdbc/IdentityDB',
      database: databases.identity,
    },
    {
      name: 'REG_DB',
      description: 'The shared registry, for the dashboard',
      jndi: 'jdbc/RegistryDB',
      database: databases.registry,
    },
  ],
)

/** The element of a data source, as `master-datasources.xml` has it. Times are in milliseconds. */
export const datasourceElement = ({ name, description, jndi, database }: Datasource): Fragment =>
  xml.element('datasource', {}, [
    xml.element('name', {}, [name]),
    xml.element('description', {}, [description]),
    xml.element('jndiConfig', {}, [xml.element('name', {}, [jndi])]),
    xml.element('definition', { type: 'RDBMS' }, [
      xml.element('configuration', {}, [
        xml.element('url', {}, [database.url]),
        xml.element('username', {}, [database.user]),
        xml.element('password', {}, [database.password]),
        xml.element('driverClassName', {}, [database.driverClass]),
        xml.element('maxActive', {}, ['80']),
        xml.element('maxWait', {}, ['60000']),
        xml.element('minIdle', {}, ['5']),
        xml.element('testOnBorrow', {}, ['true']),
        xml.element('validationQuery', {}, [database.validationQuery]),
        xml.element('validationInterval', {}, ['30000']),
        xml.element('defaultAutoCommit', {}, ['false']),
      ]),
    ]),
  ])
