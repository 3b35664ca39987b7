import { element, ensure, fragment, text } from '../../lib/edit/xml/index.ts'
import { is, type Row } from './xml-row.ts'

const jdbc = 'jdbc:mysql://db:3306/WSO2_IDENTITY_DB?autoReconnect=true&useSSL=false'
const datasource = (name: string, jndi: string) =>
  element('datasource', {}, [
    element('name', {}, name),
    element('description', {}, 'Users & <roles>'),
    element('jndiConfig', {}, [element('name', {}, jndi)]),
    element('definition', { type: 'RDBMS' }, [
      element('configuration', {}, [
        element('url', {}, jdbc),
        element('username', {}, 'wso2carbon'),
        element('password', {}, ' p&"<]]>\u00a0'),
        element('maxActive', {}, 80),
      ]),
    ]),
  ])

const configuration = '/datasources-configuration/datasources/datasource[name="BPS_DS"]/definition/configuration'
const mount = (path: string) =>
  element('mount', { path, overwrite: 'true' }, [
    element('instanceId', {}, 'sharedregistry'),
    element('targetPath', {}, path),
  ])

export const databaseRows: readonly Row[] = [
  {
    row: '5, 6',
    file: 'conf/datasources/master-datasources.xml',
    edits: [
      ensure(
        '/datasources-configuration/datasources',
        'datasource[name="WSO2UserStore"]',
        datasource('WSO2UserStore', 'jdbc/WSO2UserStore'),
        { position: { after: 'datasource[name="WSO2_CARBON_DB"]' } },
      ),
      ensure(
        '/datasources-configuration/datasources',
        'datasource[name="WSO2_IDENTITY_DB"]',
        datasource('WSO2_IDENTITY_DB', 'jdbc/WSO2IdentityDS'),
      ),
    ],
    reads: [
      ['count(/datasources-configuration/datasources/datasource)', is('3')],
      ['count(/datasources-configuration/providers/provider)', is('1')],
      ['string(//datasource[2]/name)', is('WSO2UserStore')],
      ['string(//datasource[3]/jndiConfig/name)', is('jdbc/WSO2IdentityDS')],
      ['string(//datasource[3]/definition/configuration/url)', is(jdbc)],
      ['string(//datasource[2]/description)', is('Users & <roles>')],
      ['concat("[", //datasource[2]//password, "]")', is('[ p&"<]]>\u00a0]')],
    ],
    lines: { all: [0, 30] },
  },
  {
    row: '7',
    file: 'conf/datasources/bps-datasources.xml',
    edits: [
      text(`${configuration}/url`, jdbc),
      text(`${configuration}/driverClassName`, 'com.mysql.jdbc.Driver'),
      text(`${configuration}/defaultAutoCommit`, 'false'),
    ],
    reads: [
      ['string(//url)', is(jdbc)],
      ['string(//driverClassName)', is('com.mysql.jdbc.Driver')],
      ['string(//defaultAutoCommit)', is('false')],
      ['string(//username)', is('wso2carbon')],
    ],
  },
  {
    row: '8',
    file: 'conf/registry.xml',
    edits: [
      ensure(
        '/wso2registry',
        'dbConfig[@name="sharedregistry"]',
        fragment('<dbConfig name="sharedregistry"><dataSource>jdbc/WSO2IdentityDS</dataSource></dbConfig>'),
        { position: { after: 'dbConfig[@name="wso2registry"]' } },
      ),
      ensure(
        '/wso2registry',
        'remoteInstance[id="sharedregistry"]',
        fragment(
          '<remoteInstance url="https://localhost:9443/registry"><id>sharedregistry</id><dbConfig>sharedregistry</dbConfig><readOnly>false</readOnly><registryRoot>/</registryRoot><enableCache>true</enableCache></remoteInstance>',
        ),
        { position: { after: 'dbConfig[@name="sharedregistry"]' } },
      ),
      ensure('/wso2registry', 'mount[@path="/_system/config"]', mount('/_system/config'), {
        position: { after: 'remoteInstance' },
      }),
      ensure('/wso2registry', 'mount[@path="/_system/governance"]', mount('/_system/governance'), {
        position: { after: 'mount' },
      }),
      text('/wso2registry/versionResourcesOnChange', 'false'),
    ],
    reads: [
      ['count(/wso2registry/dbConfig)', is('2')],
      ['name(/wso2registry/dbConfig[2]/following-sibling::*[1])', is('remoteInstance')],
      ['string(/wso2registry/remoteInstance/dbConfig)', is('sharedregistry')],
      ['string(/wso2registry/mount[@overwrite="true"][2]/targetPath)', is('/_system/governance')],
      ['string(/wso2registry/currentDBConfig)', is('wso2registry')],
      ['string(/wso2registry/versionResourcesOnChange)', is('false')],
    ],
    lines: { all: [18, 0] },
  },
]
