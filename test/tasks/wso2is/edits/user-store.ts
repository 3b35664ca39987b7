import { secret } from '../../../../lib/core/secret.ts'
import {
  activeDirectory,
  ldap,
  primaryUserStore,
  readOnlyLdap,
  type UserStore,
  type Version,
} from '../../../../tasks/wso2is/index.ts'
import { editsOf } from '../edits.ts'

const users =
  (store: UserStore, version: Version = '5.4.1') =>
  (home: string) =>
    primaryUserStore({ version, home, datasource: 'jdbc/WSO2UserStore', store })

const connection = {
  url: 'ldaps://ldap.example.com:636',
  bindDn: 'cn=is & co,dc=example,dc=com',
  password: secret('directory', { value: 'p&<>"\' \u00fc]]>' }),
  userSearchBase: 'ou=people,dc=example,dc=com',
  groupSearchBase: 'ou=groups,dc=example,dc=com',
}

const realm = [
  '-            <Property name="dataSource">jdbc/WSO2CarbonDB</Property>',
  '+            <Property name="dataSource">jdbc/WSO2UserStore</Property>',
]
const live = (name: string) => `        <UserStoreManager class="org.wso2.carbon.user.core.${name}">`
const commented = (name: string) => `        <!--UserStoreManager class="org.wso2.carbon.user.core.${name}">`
const on = (name: string) => [`-${commented(name)}`, `+${live(name)}`]
const off = (name: string) => [`-${live(name)}`, `+${commented(name)}`]
const endOn = ['-        </UserStoreManager-->', '+        </UserStoreManager>']
const endOff = ['-        </UserStoreManager>', '+        </UserStoreManager-->']

const jdbc = 'jdbc.JDBCUserStoreManager'
const readWrite = 'ldap.ReadWriteLDAPUserStoreManager'
const readOnly = 'ldap.ReadOnlyLDAPUserStoreManager'
const active = 'ldap.ActiveDirectoryUserStoreManager'

const property = (name: string, value: string) => `            <Property name="${name}">${value}</Property>`
const embedded = [`ldap://localhost:\${Ports.EmbeddedLDAP.LDAPServerPort}`, 'uid=admin,ou=system', 'admin'] as const
const escaped = {
  ConnectionURL: connection.url,
  ConnectionName: 'cn=is &amp; co,dc=example,dc=com',
  // The file has no declaration, so it is UTF-8: two bytes for the umlaut.
  ConnectionPassword: 'p&amp;&lt;&gt;"\' \u00c3\u00bc]]&gt;',
}
const connected = (stock: readonly [string, string, string]) => [
  ...Object.keys(escaped).map((name, at) => `-${property(name, stock[at] ?? '')}`),
  ...Object.entries(escaped).map(([name, value]) => `+${property(name, value)}`),
]
const base = (name: 'UserSearchBase' | 'GroupSearchBase', stock: string) => [
  `-${property(name, stock)}`,
  `+${property(name, name === 'UserSearchBase' ? connection.userSearchBase : connection.groupSearchBase)}`,
]

/** The base of users, and beside it the class of those that the server makes: the pack's own is known to no other directory. */
const madeAs = (objectClass: string) => {
  const [stock = '', ours = ''] = base('UserSearchBase', 'ou=Users,dc=wso2,dc=org')
  return [
    stock,
    `-${property('UserEntryObjectClass', 'identityPerson')}`,
    ours,
    `+${property('UserEntryObjectClass', objectClass)}`,
  ]
}

export const primaryUserStoreEdits = editsOf('primaryUserStore', 'repository/conf/user-mgt.xml', [
  {
    name: 'users in the database: one manager goes live, the other into a comment',
    task: users({ kind: 'jdbc' }),
    changes: [...realm, ...on(jdbc), ...endOn, ...off(readWrite), ...endOff],
  },
  {
    name: 'users in a directory: the live manager stays so',
    task: users(ldap(connection)),
    changes: [
      ...realm,
      ...connected(embedded),
      ...madeAs('inetOrgPerson'),
      ...base('GroupSearchBase', 'ou=Groups,dc=wso2,dc=org'),
    ],
  },
  {
    name: "a directory that knows WSO2's own classes: that of the pack stays",
    task: users(ldap({ ...connection, schema: 'wso2' })),
    changes: [
      ...realm,
      ...connected(embedded),
      ...base('UserSearchBase', 'ou=Users,dc=wso2,dc=org'),
      ...base('GroupSearchBase', 'ou=Groups,dc=wso2,dc=org'),
    ],
  },
  {
    name: 'TLS that is begun: the stock files have no property for it',
    task: users(ldap({ ...connection, url: 'ldap://ldap.example.com:389', startTls: true }), '5.8.0'),
    changes: [
      ...realm,
      ...connected(embedded).map((line) => line.replace('ldaps://ldap.example.com:636', 'ldap://ldap.example.com:389')),
      ...madeAs('inetOrgPerson'),
      ...base('GroupSearchBase', 'ou=Groups,dc=wso2,dc=org'),
      `+${property('StartTLSEnabled', 'true')}`,
    ],
  },
  {
    name: 'TLS that is begun no longer',
    task: (home) => [
      users(ldap({ ...connection, url: 'ldap://ldap.example.com:389', startTls: true }), '5.8.0')(home),
      users(ldap(connection), '5.8.0')(home),
    ],
    changes: [
      ...realm,
      ...connected(embedded),
      ...madeAs('inetOrgPerson'),
      ...base('GroupSearchBase', 'ou=Groups,dc=wso2,dc=org'),
      `+${property('StartTLSEnabled', 'false')}`,
    ],
  },
  {
    name: 'a directory with classes and attributes of its own',
    task: users(
      ldap({
        ...connection,
        userObjectClass: 'inetOrgPerson/ourPerson',
        userFilter: '(&(objectClass=ourPerson)(state=on))',
        userNameAttribute: 'mail',
        groupNameAttribute: 'ou',
      }),
    ),
    before: (text) =>
      text.replace(
        /(<Property name="GroupNameAttribute">cn<\/Property>)(\s+<Property name="kdcEnabled")/,
        `$1\n${property('GroupNameSearchFilter', '(&amp;(objectClass=groupOfNames)(cn=?))')}$2`,
      ),
    changes: [
      ...realm,
      ...connected(embedded),
      `-${property('UserSearchBase', 'ou=Users,dc=wso2,dc=org')}`,
      `-${property('UserEntryObjectClass', 'identityPerson')}`,
      `-${property('UserNameAttribute', 'uid')}`,
      `-${property('UserNameSearchFilter', '(&amp;(objectClass=person)(uid=?))')}`,
      `-${property('UserNameListFilter', '(objectClass=person)')}`,
      `+${property('UserSearchBase', connection.userSearchBase)}`,
      `+${property('UserEntryObjectClass', 'inetOrgPerson/ourPerson')}`,
      `+${property('UserNameAttribute', 'mail')}`,
      `+${property('UserNameSearchFilter', '(&amp;(&amp;(objectClass=ourPerson)(state=on))(mail=?))')}`,
      `+${property('UserNameListFilter', '(&amp;(objectClass=ourPerson)(state=on))')}`,
      `-${property('GroupSearchBase', 'ou=Groups,dc=wso2,dc=org')}`,
      `-${property('GroupNameAttribute', 'cn')}`,
      `-${property('GroupNameSearchFilter', '(&amp;(objectClass=groupOfNames)(cn=?))')}`,
      `+${property('GroupSearchBase', connection.groupSearchBase)}`,
      `+${property('GroupNameAttribute', 'ou')}`,
      `+${property('GroupNameSearchFilter', '(&amp;(objectClass=groupOfNames)(ou=?))')}`,
    ],
  },
  {
    name: 'users in a directory that is only read',
    task: users(readOnlyLdap(connection)),
    changes: [
      ...realm,
      `-${commented(readOnly)}`,
      `+${live(readOnly)}`,
      ...connected(['ldap://localhost:10389', 'uid=admin,ou=system', 'admin']),
      ...base('UserSearchBase', 'ou=system'),
      ...base('GroupSearchBase', 'ou=system'),
      ...endOn,
      ...off(readWrite),
      ...endOff,
    ],
  },
  {
    name: 'users in an Active Directory',
    task: users(activeDirectory(connection)),
    changes: [
      ...realm,
      ...on(active),
      ...connected(['ldaps://ad.example.org:636', 'CN=admin,CN=Users,DC=Example,DC=Org', 'changeit']).map((line) =>
        line.includes('"ConnectionURL"') ? `${line} ` : line,
      ),
      ...base('UserSearchBase', 'CN=Users,DC=Example,DC=Org'),
      ...base('GroupSearchBase', 'CN=Users,DC=Example,DC=Org'),
      ...endOn,
      ...off(readWrite),
      ...endOff,
    ],
  },
  {
    name: 'from the database back to the directory: every comment is as it was',
    task: (home) => [users({ kind: 'jdbc' })(home), users(ldap(connection))(home)],
    changes: [
      ...realm,
      ...connected(embedded),
      ...madeAs('inetOrgPerson'),
      ...base('GroupSearchBase', 'ou=Groups,dc=wso2,dc=org'),
    ],
  },
  {
    name: 'refuses to comment out what a comment cannot hold',
    task: (home) => [users(ldap({ ...connection, password: 'a--b' }))(home), users({ kind: 'jdbc' })(home)],
    refused: /--/,
  },
  {
    name: 'a manager that somebody has taken out is not missed',
    task: users({ kind: 'jdbc' }),
    before: (text) =>
      text.replace(/ *<!--UserStoreManager class="[\w.]+ActiveDirectory[\s\S]*?UserStoreManager-->\n/, ''),
    changes: [...realm, ...on(jdbc), ...endOn, ...off(readWrite), ...endOff],
  },
  {
    name: 'refuses a file that has lost the wanted manager',
    task: users({ kind: 'jdbc' }),
    before: (text) => text.replaceAll('jdbc.JDBCUserStoreManager', 'jdbc.OurUserStoreManager'),
    refused: /JDBCUserStoreManager/,
  },
])
