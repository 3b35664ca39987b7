import { identityPersistence } from '../../../../tasks/wso2is/index.ts'
import { editsOf } from '../edits.ts'

const datasource = 'jdbc/WSO2IdentityDS'
const name = [`-            <Name>jdbc/WSO2CarbonDB</Name>`, `+            <Name>${datasource}</Name>`]

export const identityPersistenceEdits = editsOf('identityPersistence', 'repository/conf/identity/identity.xml', [
  {
    name: 'names the data source, and the rest with its ISO-8859-1 stays',
    task: (home) => identityPersistence({ version: '5.4.1', home, datasource }),
    changes: name,
  },
  {
    name: 'sessions outlive the node, those not yet signed on do not',
    task: (home) =>
      identityPersistence({ version: '5.4.1', home, datasource, sessions: { persist: true, temporary: false } }),
    changes: [...name, '-            <Temporary>true</Temporary>', '+            <Temporary>false</Temporary>'],
  },
  {
    name: 'no session outlives the node, and what is cleaned up is still cleaned up',
    task: (home) =>
      identityPersistence({ version: '5.4.1', home, datasource, sessions: { persist: false, temporary: false } }),
    changes: [
      ...name,
      '-            <Enable>true</Enable>',
      '-            <Temporary>true</Temporary>',
      '+            <Enable>false</Enable>',
      '+            <Temporary>false</Temporary>',
    ],
  },
  {
    name: 'finds all of it there',
    task: (home) =>
      identityPersistence({
        version: '5.4.1',
        home,
        datasource: 'jdbc/WSO2CarbonDB',
        sessions: { persist: true, temporary: true },
      }),
  },
  {
    name: 'refuses bytes that the declared encoding does not have',
    task: (home) => identityPersistence({ version: '5.4.1', home, datasource }),
    before: (text) => text.replace('ISO-8859-1"', 'UTF-8"'),
    refused: /identity\.xml: .*UTF-8/i,
  },
])
