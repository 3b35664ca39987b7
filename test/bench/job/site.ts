// The benchmark's job, step by step as in ../peers/ansible/site.yml, in the words of a user of the package. Run as it is.
import { readFileSync } from 'node:fs'
import {
  absent,
  attributes,
  command,
  contentFact,
  directory,
  file,
  lines,
  play,
  playbook,
  symlink,
  truststore,
  xml,
} from 'runbook'
import * as v from 'valibot'

const carbon = { c: 'http://wso2.org/projects/carbon/carbon.xml' }
const home = '/opt/wso2is'
const certificate = '/etc/nginx/ssl/server.crt'
const key = '/etc/nginx/ssl/server.key'

type XmlEdit = ReturnType<typeof xml.text>

export default playbook('bench', {
  vars: v.object({ files: v.string(), dbHost: v.string() }),
  plays: (inventory) => [
    play('identity server', inventory.group('is'), ({ vars: { files, dbHost } }) => {
      const conf = `${home}/repository/conf`
      const lib = `${home}/repository/components/lib`
      const jaggery = `${home}/repository/deployment/server/jaggeryapps`
      const edit = (path: string, edit: XmlEdit) => xml({ path: `${conf}/${path}`, edits: [edit], namespaces: carbon })
      const line = (path: string, match: RegExp, text: string) =>
        lines({ path, edits: [lines.ensure(text, { match })] })
      const endpoint = `${conf}/identity/EndpointConfig.properties`
      const datasources = readFileSync(`${files}/master-datasources.xml.j2`, 'utf8').replace('{{ db_host }}', dbHost)

      return [
        file({
          path: `${lib}/mysql-connector-java-8.0.30.jar`,
          from: `${files}/mysql-connector-java-8.0.30.jar`,
          mode: 0o644,
        }),
        symlink({ path: `${lib}/mysql-connector-java.jar`, target: 'mysql-connector-java-8.0.30.jar' }),
        symlink({ path: '/opt/is-current', target: home }),

        edit('carbon.xml', xml.text('/c:Server/c:HostName', 'is.bench.test')),
        edit('carbon.xml', xml.text('/c:Server/c:MgtHostName', 'mgt.bench.test')),
        edit('axis2/axis2.xml', xml.attribute('/axisconfig/clustering', 'enable', 'true')),
        edit('axis2/axis2.xml', xml.text('/axisconfig/clustering/parameter[@name="membershipScheme"]', 'wka')),
        edit(
          'user-mgt.xml',
          xml.text('/UserManager/Realm/Configuration/Property[@name="dataSource"]', 'jdbc/WSO2UMDB'),
        ),
        edit(
          'identity/identity.xml',
          xml.text('/c:Server/c:JDBCPersistenceManager/c:DataSource/c:Name', 'jdbc/WSO2IdentityDS'),
        ),
        edit(
          'tomcat/catalina-server.xml',
          xml.attribute('/Server/Service/Connector[@port="9443"]', 'proxyPort', '443'),
        ),
        edit('registry.xml', xml.text('/wso2registry/indexingConfiguration/startIndexing', 'true')),
        edit('identity/embedded-ldap.xml', xml.text('//EmbeddedLDAP/Property[@name="enable"]', 'false')),
        edit(
          'identity/sso-idp-config.xml',
          xml.text('//AssertionConsumerServiceURL', 'https://is.bench.test/dashboard/acs'),
        ),
        edit(
          'identity/application-authentication.xml',
          xml.text('//AuthenticationEndpointURL', 'https://is.bench.test/authenticationendpoint/login.do'),
        ),
        edit('bps.xml', xml.attribute('//DataSource', 'name', 'bpsdb')),
        file({ path: `${conf}/datasources/master-datasources.xml`, text: datasources, mode: 0o640 }),

        line('/etc/hosts', /\sis\.bench\.test$/, '10.77.0.11 is.bench.test'),
        line('/etc/hosts', /\smgt\.bench\.test$/, '10.77.0.12 mgt.bench.test'),
        line('/etc/hosts', /\sdb\.bench\.test$/, '10.77.0.13 db.bench.test'),
        line(
          endpoint,
          /^#?identity\.server\.serviceURL=/,
          'identity.server.serviceURL=https://is.bench.test/services/',
        ),
        line(endpoint, /^tls\.protocol=/, 'tls.protocol=TLSv1.3'),

        file({ path: `${jaggery}/dashboard/conf/site.json`, from: `${files}/site-dashboard.json`, mode: 0o644 }),
        file({ path: `${jaggery}/portal/conf/site.json`, from: `${files}/site-portal.json`, mode: 0o644 }),

        directory({ path: '/etc/nginx/ssl', mode: 0o700 }),
        command({
          script: `openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=is.bench.test -keyout ${key} -out ${certificate}`,
          creates: certificate,
          touches: [key],
        }),
        attributes({ path: key, mode: 0o600 }),
        ...['is', 'mgt', 'dashboard'].map((name) =>
          file({ path: `/etc/nginx/conf.d/${name}.conf`, from: `${files}/vhosts/${name}.conf`, mode: 0o644 }),
        ),
        absent({ path: '/etc/nginx/sites-enabled/default' }),

        truststore({
          path: `${home}/repository/resources/security/client-truststore.jks`,
          password: 'wso2carbon',
          alias: 'is.bench.test',
          certificate: contentFact(certificate),
        }),
        attributes({ path: `${home}/bin/wso2server.sh`, mode: 0o755 }),
        directory({ path: '/var/log/wso2is', mode: 0o750 }),
      ]
    }),
  ],
})
