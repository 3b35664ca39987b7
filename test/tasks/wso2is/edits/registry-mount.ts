import {
  identityDatasource,
  mountRegistry,
  mssql,
  mysql,
  postgresql,
  registryDatasource,
} from '../../../../tasks/wso2is/index.ts'
import { editsOf } from '../edits.ts'

const server = { host: '10.0.0.20', user: 'wso2carbon', password: 'x' }
const identity = identityDatasource(mysql({ ...server, name: 'WSO2_IDENTITY_DB' }))
const registry = registryDatasource(postgresql({ ...server, name: 'shared registry' }))

/** What is put after the node's own `dbConfig`, with the line ends that are there. */
const mounted = (jndi: string, cacheId: string) =>
  [
    '+    <dbConfig name="sharedregistry">',
    `+        <dataSource>${jndi}</dataSource>`,
    '+    </dbConfig>',
    '+    <remoteInstance url="https://localhost:9443/registry">',
    '+        <id>sharedregistry</id>',
    '+        <dbConfig>sharedregistry</dbConfig>',
    '+        <readOnly>false</readOnly>',
    '+        <registryRoot>/</registryRoot>',
    '+        <enableCache>true</enableCache>',
    `+        <cacheId>${cacheId}</cacheId>`,
    '+    </remoteInstance>',
    '+    <mount path="/_system/config" overwrite="true">',
    '+        <instanceId>sharedregistry</instanceId>',
    '+        <targetPath>/_system/config</targetPath>',
    '+    </mount>',
    '+    <mount path="/_system/governance" overwrite="true">',
    '+        <instanceId>sharedregistry</instanceId>',
    '+        <targetPath>/_system/governance</targetPath>',
    '+    </mount>',
  ].map((line) => `${line}\r`)

export const registryMountEdits = editsOf('mountRegistry', 'repository/conf/registry.xml', [
  {
    name: 'mounts from the identity database, and comments that look like it stay',
    task: (home) => mountRegistry({ version: '5.4.1', home, datasource: identity }),
    changes: mounted('jdbc/WSO2IdentityDS', 'jdbc:mysql://10.0.0.20:3306/WSO2_IDENTITY_DB'),
  },
  {
    name: 'mounts from a database of its own, whose name has a space',
    task: (home) => mountRegistry({ version: '5.4.1', home, datasource: registry }),
    changes: mounted('jdbc/WSO2RegistryDB', 'jdbc:postgresql://10.0.0.20:5432/shared%20registry'),
  },
  {
    name: 'moves a mount to another database',
    task: (home) => [
      mountRegistry({ version: '5.4.1', home, datasource: identity }),
      mountRegistry({ version: '5.4.1', home, datasource: identityDatasource(mssql({ ...server, name: 'A&B' })) }),
    ],
    changes: mounted('jdbc/WSO2IdentityDS', 'jdbc:sqlserver://10.0.0.20:1433;databaseName=A&amp;B'),
  },
  {
    name: 'turns versions off where somebody had turned them on',
    task: (home) => mountRegistry({ version: '5.4.1', home, datasource: identity }),
    before: (text) => text.replace('<versionResourcesOnChange>false', '<versionResourcesOnChange>true'),
    changes: [
      ...mounted('jdbc/WSO2IdentityDS', 'jdbc:mysql://10.0.0.20:3306/WSO2_IDENTITY_DB'),
      '-    <versionResourcesOnChange>true</versionResourcesOnChange>\r',
      '+    <versionResourcesOnChange>false</versionResourcesOnChange>\r',
    ],
  },
])
