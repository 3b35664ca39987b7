import {
  attribute,
  commentOut,
  element,
  ensure,
  insert,
  only,
  setting,
  text,
  uncomment,
} from '../../lib/edit/xml/index.ts'
import { databaseRows } from './xml-database-rows.ts'
import { is, type Row } from './xml-row.ts'

const local = (...names: string[]) => names.map((name) => `/*[local-name()="${name}"]`).join('')

const clustering = '/axisconfig/clustering'
const parameter = (name: string) => `${clustering}/parameter[@name="${name}"]`
const member = (host: string) => element('member', {}, [element('hostName', {}, host), element('port', {}, 4000)])
const store = (kind: string) => `/UserManager/Realm/UserStoreManager[@class="org.wso2.carbon.user.core.${kind}"]`
const jdbcStore = store('jdbc.JDBCUserStoreManager')
const ldapStore = store('ldap.ReadWriteLDAPUserStoreManager')
const provider = '/SSOIdentityProviderConfig/ServiceProviders/ServiceProvider[Issuer="wso2.my.dashboard"]'
const shindig = '//context-param[param-name="system.properties"]/param-value'
const acs = 'https://is.example.com/dashboard/acs'

export const rows: readonly Row[] = [
  {
    row: '2',
    file: 'conf/identity/embedded-ldap.xml',
    edits: [text('/EmbeddedLDAPConfig/EmbeddedLDAP/Property[@name="enable"]', 'false')],
    reads: [
      ['string(/EmbeddedLDAPConfig/EmbeddedLDAP/Property[@name="enable"])', is('false')],
      ['count(//Property[.="false"])', is('4')],
    ],
    wrong: [[text('/EmbeddedLDAP/Property[@name="enable"]', 'false'), /line 50: \/EmbeddedLDAPConfig\/EmbeddedLDAP/]],
  },
  ...databaseRows,
  {
    row: '10-14',
    file: 'conf/axis2/axis2.xml',
    edits: [
      attribute(clustering, 'enable', 'true'),
      text(parameter('domain'), 'wso2.is.domain'),
      text(parameter('membershipScheme'), 'wka'),
      text(parameter('localMemberHost'), '10.0.0.11'),
      text(parameter('localMemberPort'), '4001'),
      only(`${clustering}/members`, 'member', ['10.0.0.11', '10.0.0.12'].map(member)),
    ],
    reads: [
      ['string(/axisconfig/clustering/@enable)', is('true')],
      ['string(/axisconfig/clustering/groupManagement/@enable)', is('false')],
      ['string(//parameter[@name="membershipScheme"])', is('wka')],
      ['string(//parameter[@name="domain"])', is('wso2.is.domain')],
      ['concat(//parameter[@name="localMemberHost"], ":", //parameter[@name="localMemberPort"])', is('10.0.0.11:4001')],
      ['count(//members/member)', is('2')],
      [
        'concat(//member[1]/hostName, " ", //member[2]/hostName, " ", //member[2]/port)',
        is('10.0.0.11 10.0.0.12 4000'),
      ],
      ['count(//comment())', is('145')],
    ],
    lines: { all: [4, 0] },
    wrong: [[attribute('//*[@enable="false"]', 'enable', 'true'), /2 elements match .*lines 603, 717/]],
  },
  {
    row: '15, 21, 38',
    file: 'conf/carbon.xml',
    edits: [
      ensure('/Server/Cache', 'ForceLocalCache', element('ForceLocalCache', {}, 'true')),
      text('/Server/HostName', 'is.example.com'),
      text('/Server/MgtHostName', 'is.example.com'),
      text('/Server/Ports/Offset', '2'),
    ],
    reads: [
      [`string(${local('Server', 'Cache', 'ForceLocalCache')})`, is('true')],
      [
        `namespace-uri(${local('Server', 'Cache', 'ForceLocalCache')})`,
        is('http://wso2.org/projects/carbon/carbon.xml'),
      ],
      [`string(${local('Server', 'HostName')})`, is('is.example.com')],
      [`string(${local('Server', 'MgtHostName')})`, is('is.example.com')],
      [`string(${local('Server', 'Ports', 'Offset')})`, is('2')],
    ],
    lines: { '5.4.1': [0, 1], all: [0, 0] },
    wrong: [
      [text('/Server/cache/ForceLocalCache', 'true'), /<Cache>, which differs in case/],
      [text('/Server/Cache/Force', 'true'), /has no <Force>/],
    ],
  },
  {
    row: '16, 17',
    file: 'conf/user-mgt.xml',
    edits: [
      text('/UserManager/Realm/Configuration/Property[@name="dataSource"]', 'jdbc/WSO2UserStore'),
      uncomment(jdbcStore),
      commentOut(ldapStore),
    ],
    reads: [
      ['string(/UserManager/Realm/Configuration/Property[@name="dataSource"])', is('jdbc/WSO2UserStore')],
      ['count(//UserStoreManager)', is('1')],
      ['string(//UserStoreManager/@class)', is('org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager')],
      ['count(//UserStoreManager/Property)', is('22')],
      ['count(/UserManager/Realm/comment()[starts-with(., "UserStoreManager")])', is('3')],
    ],
    wrong: [[text(`${jdbcStore}/Property[@name="ReadOnly"]`, 'true'), /line 41: in a comment/]],
  },
  {
    row: '18',
    file: 'conf/identity/identity.xml',
    edits: [text('/Server/JDBCPersistenceManager/DataSource/Name', 'jdbc/WSO2IdentityDS')],
    reads: [
      [`string(${local('Server', 'JDBCPersistenceManager', 'DataSource', 'Name')})`, is('jdbc/WSO2IdentityDS')],
      [`string(${local('Server', 'JDBCPersistenceManager', 'SessionDataPersist', 'Enable')})`, is('true')],
      [`count(//*[local-name()="SkipDBSchemaCreation"])`, is('0')],
    ],
    wrong: [[text('//SkipDBSchemaCreation', 'true'), /in a comment/]],
  },
  {
    row: '19, 20',
    file: 'conf/tomcat/catalina-server.xml',
    edits: [
      attribute('/Server/Service/Connector[@port="9763"]', 'proxyPort', '80', { after: 'port' }),
      attribute('/Server/Service/Connector[@port="9443"]', 'proxyPort', '443', { after: 'port' }),
      insert(
        'first',
        '/Server/Service/Engine/Host',
        element('Valve', {
          className: 'org.apache.catalina.valves.RemoteIpValve',
          internalProxies: '10\\.0\\.0\\.\\d+',
          remoteIpHeader: 'x-forwarded-for',
          protocolHeader: 'x-forwarded-proto',
        }),
      ),
    ],
    reads: [
      ['concat(//Connector[@port="9763"]/@proxyPort, " ", //Connector[@port="9443"]/@proxyPort)', is('80 443')],
      ['name(//Connector[2]/@*[3])', is('proxyPort')],
      ['string(//Host/Valve[1]/@className)', is('org.apache.catalina.valves.RemoteIpValve')],
      ['string(//Host/Valve[1]/@internalProxies)', is('10\\.0\\.0\\.\\d+')],
      ['count(//Host/Valve)', { '5.4.1': '8', '5.7.0': '9' }],
    ],
    lines: { all: [0, 3] },
    wrong: [[attribute('/Server/Service/Connector', 'proxyPort', '443'), /2 elements match/]],
  },
  {
    row: '24',
    file: 'conf/identity/sso-idp-config.xml',
    edits: [
      text(`${provider}/AssertionConsumerServiceURLs/AssertionConsumerServiceURL`, acs),
      text(`${provider}/DefaultAssertionConsumerServiceURL`, acs),
    ],
    reads: [
      ['string(//AssertionConsumerServiceURL)', is(acs)],
      ['string(//DefaultAssertionConsumerServiceURL)', is(acs)],
      ['count(//ServiceProvider)', is('1')],
    ],
  },
  {
    row: '27',
    file: 'deployment/server/webapps/shindig/WEB-INF/web.xml',
    edits: [setting(shindig, 'shindig.host', 'is.example.com'), setting(shindig, 'shindig.port', '443')],
    reads: [
      [
        'normalize-space(//*[local-name()="param-value"][contains(., "shindig.port")])',
        is('shindig.host=is.example.com shindig.port=443 aKey=/shindig/gadgets/proxy?container=default&url='),
      ],
    ],
    wrong: [
      [setting(shindig, 'proxyHost', 'is.example.com'), /no line proxyHost=: it has shindig.host, shindig.port, aKey/],
    ],
  },
]
