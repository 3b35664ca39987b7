import type { TomlVersion } from '../../../tasks/wso2is/index.ts'
import { secretValue } from '../../support/e2e.ts'
import { inXml } from './tables.ts'
import type { Wanted } from './toml-option.ts'

/** What every run sets, whatever else it does. */
export const always = (version: TomlVersion): Wanted => ({
  'server.hostname': 'is.example.com',
  'server.node_ip': '10.0.0.11',
  'server.base_path': 'https://is.example.com',
  'user_store.type': version === '5.9.0' ? 'database' : 'database_unique_id',
  'user_store.connection_url': undefined,
  'user_store.connection_name': undefined,
  'user_store.connection_password': undefined,
  'user_store.base_dn': undefined,
  ...(version === '5.11.0' ? { 'embedded_ldap.enable': false } : {}),
  'clustering.membership_scheme': 'wka',
  'clustering.domain': 'wso2.is.domain',
  'clustering.local_member_host': '10.0.0.11',
  'clustering.local_member_port': 4000,
  'clustering.members': ['10.0.0.11:4000'],
  'transport.http.properties.proxyPort': 80,
  'transport.https.properties.proxyPort': 443,
  'super_admin.password': inXml(secretValue),
  'carbon_health_check.enable': true,
  'carbon_health_check.health_checker.data_source_health_checker.properties."monitored.datasources"':
    'jdbc/SHARED_DB,jdbc/WSO2IdentityDB',
})
