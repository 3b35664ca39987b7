import { secret } from '../../../../lib/core/secret.ts'
import type { JdbcDatabase } from '../../../../tasks/index.ts'
import { bpsDatasource, db2, h2, mssql, mysql, oracle, postgresql } from '../../../../tasks/wso2is/index.ts'
import { type Edit, editsOf } from '../edits.ts'

/** The element's text as the file holds it: the values are UTF-8, a character for each byte. */
const password = { plain: 'p&<>"\' ü]]>', inXml: 'p&amp;&lt;&gt;"\' Ã¼]]&gt;' }
const server = {
  host: 'db.example.com',
  name: 'my db',
  user: 'wso2',
  password: secret('db', { value: password.plain }),
}

const databases: readonly (readonly [JdbcDatabase, string, string, string])[] = [
  [
    mysql(server),
    'jdbc:mysql://db.example.com:3306/my%20db?autoReconnect=true&amp;useSSL=false',
    'com.mysql.jdbc.Driver',
    'SELECT 1',
  ],
  [
    mysql({ ...server, connector: '8', port: 3307, parameters: { useSSL: 'true', note: 'a&b=c' } }),
    'jdbc:mysql://db.example.com:3307/my%20db?autoReconnect=true&amp;useSSL=true&amp;note=a%26b%3Dc',
    'com.mysql.cj.jdbc.Driver',
    'SELECT 1',
  ],
  [
    postgresql({ ...server, parameters: { sslmode: 'require' } }),
    'jdbc:postgresql://db.example.com:5432/my%20db?sslmode=require',
    'org.postgresql.Driver',
    'SELECT 1',
  ],
  [
    mssql({ ...server, parameters: { applicationName: 'a;b' } }),
    'jdbc:sqlserver://db.example.com:1433;databaseName={my db};SendStringParametersAsUnicode=false;applicationName={a;b}',
    'com.microsoft.sqlserver.jdbc.SQLServerDriver',
    'SELECT 1',
  ],
  [
    oracle({ ...server, name: 'ORCL' }),
    'jdbc:oracle:thin:@//db.example.com:1521/ORCL',
    'oracle.jdbc.OracleDriver',
    'SELECT 1 FROM DUAL',
  ],
  [
    db2({ ...server, name: 'WSO2', parameters: { currentSchema: 'IS', sslConnection: 'true' } }),
    'jdbc:db2://db.example.com:50000/WSO2:currentSchema=IS;sslConnection=true;',
    'com.ibm.db2.jcc.DB2Driver',
    'SELECT 1 FROM SYSIBM.SYSDUMMY1',
  ],
  [
    h2({ name: 'BPS_DB', user: 'wso2', password: server.password }),
    'jdbc:h2:./repository/database/BPS_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000',
    'org.h2.Driver',
    'SELECT 1',
  ],
]

const line = (sign: string, tag: string, text: string) => `${sign}${' '.repeat(20)}<${tag}>${text}</${tag}>`

export const bpsDatasourceEdits = editsOf('bpsDatasource', 'repository/conf/datasources/bps-datasources.xml', [
  ...databases.map(
    ([database, url, driver, query]): Edit => ({
      name: `${database.kind} by ${driver}`,
      task: (home) => bpsDatasource({ version: '5.4.1', home, database }),
      changes: [
        line('-', 'url', 'jdbc:h2:file:repository/database/bps;MVCC=TRUE'),
        line('-', 'username', 'wso2carbon'),
        line('-', 'password', 'wso2carbon'),
        ...(driver === 'org.h2.Driver' ? [] : [line('-', 'driverClassName', 'org.h2.Driver')]),
        line('+', 'url', url),
        line('+', 'username', 'wso2'),
        line('+', 'password', password.inXml),
        ...(driver === 'org.h2.Driver' ? [] : [line('+', 'driverClassName', driver)]),
        ...(query === 'SELECT 1'
          ? []
          : [line('-', 'validationQuery', 'SELECT 1'), line('+', 'validationQuery', query)]),
        '-\t\t    <defaultAutoCommit>true</defaultAutoCommit>',
        '+\t\t    <defaultAutoCommit>false</defaultAutoCommit>',
      ],
    }),
  ),
  {
    name: 'refuses a file that has lost the data source',
    task: (home) => bpsDatasource({ version: '5.4.1', home, database: mysql(server) }),
    before: (text) => text.replace('BPS_DS', 'OTHER_DS'),
    refused: /datasource\[name="BPS_DS"\]/,
  },
])
