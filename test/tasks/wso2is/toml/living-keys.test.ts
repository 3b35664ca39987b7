import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { deadKeys } from '../../../../tasks/wso2is/toml/dead-keys.ts'
import { livingKey } from '../../../../tasks/wso2is/toml/living-key.ts'
import { livingKeys, type TomlVersion, tomlVersions } from '../../../../tasks/wso2is/toml/living-keys.ts'

const keys = suite('living keys of deployment.toml')

/** As a path: `[]` is a member, and `*` some key. */
const pathOf = (key: string): (string | number)[] =>
  key
    .replaceAll('[]', '.[]')
    .split('.')
    .map((part) => (part === '[]' ? 0 : part === '*' ? 'some.key' : part))

const living = (key: string): TomlVersion[] => tomlVersions.filter((version) => livingKey(version, pathOf(key)))

/** Keys by the versions that read them, as the facts have it row by row. */
const ranges: Readonly<Record<string, readonly string[]>> = {
  '5.9.0 7.3.0': [
    ...['server.hostname', 'server.node_ip', 'server.base_path', 'server.offset', 'server.force_local_cache'],
    ...['super_admin.username', 'super_admin.password', 'super_admin.create_admin_account'],
    ...['user_store.type', 'user_store.connection_url', 'user_store.connection_name', 'user_store.connection_password'],
    ...['user_store.base_dn', 'user_store.properties.*'],
    ...['type', 'url', 'hostname', 'port', 'name', 'sid', 'username', 'password', 'driver', 'pool_options.*'].flatMap(
      (key) => [
        `database.shared_db.${key}`,
        `database.identity_db.${key}`,
        `database.user.${key}`,
        `database.config.${key}`,
      ],
    ),
    ...[
      'realm_manager.data_source',
      'authentication.consent.data_source',
      'identity_data_source.skip_db_schema_creation',
    ],
    ...['membership_scheme', 'domain', 'local_member_host', 'local_member_port', 'members'].map(
      (key) => `clustering.${key}`,
    ),
    ...['transport.http.properties.*', 'transport.https.properties.*', 'catalina.valves[].properties.*'],
    ...['session_data.persistence.enable_persistence', 'session_data.persistence.persist_temporary_data'],
    ...['file_name', 'type', 'password', 'alias', 'key_password'].flatMap((key) => [
      `keystore.primary.${key}`,
      `keystore.tls.${key}`,
    ]),
    ...['truststore.file_name', 'truststore.password', 'truststore.type'],
    ...['keystore.internal.file_name', 'secrets.*', 'monitoring.jmx.rmi_server_start', 'carbon_health_check.enable'],
    'carbon_health_check.health_checker.data_source_health_checker.properties.*',
    'carbon_health_check.health_checker.data_source_health_checker.pool_usage_limit_percentage',
  ],
  '5.9.0 5.9.0': ['version_resources.on_change'],
  '5.10.0 7.3.0': ['versioning_configuration.enable_version_resources_on_change'],
  '5.11.0 5.11.0': ['embedded_ldap.enable'],
  '5.11.0 7.3.0': [
    ...['server.internal_hostname', 'transport.http.enabled', 'encryption.key'],
    'account_recovery.endpoint.auth.hash',
    ...['identity.auth_framework.endpoint.app_password', 'identity.auth_framework.endpoint.password'],
  ],
  '5.9.0 6.1.0': ['url', 'username', 'password', 'driver', 'pool_options.*'].map((key) => `bps_database.config.${key}`),
  '5.9.0 7.1.0': ['id', 'url', 'username', 'password', 'driver', 'jmx_enable', 'pool_options.*'].map(
    (key) => `datasource[].${key}`,
  ),
  '6.0.0 7.3.0': ['server.mgt_console_hostname', 'keystore.saml.file_name'],
  '7.0.0 7.3.0': [
    ...[
      'database.registry_db.url',
      'registry.enable_mount',
      'registry.use_shared_db_as_datasource',
      'clustering.agent',
    ],
    ...['console.callback_url', 'console.access_url', 'myaccount.callback_url', 'default_management_ui.path'],
  ],
  '7.1.0 7.3.0': [
    ...['registry.local_datasource', 'registry.gov_datasource', 'registry.config_datasource'],
    ...['database.shared_db.db_props.*', 'database.registry_db.db_props.*'],
  ],
  '7.2.0 7.3.0': [
    ...['id', 'url', 'username', 'password', 'driver'].map((key) => `datasource.*.${key}`),
    ...['keystore.custom[].file_name', 'console.server_origin', 'cors.allowed_origins'],
  ],
}

for (const [range, names] of Object.entries(ranges)) {
  const [first = '', last = ''] = range.split(' ')
  const order: readonly string[] = tomlVersions
  const wanted = order.slice(order.indexOf(first), order.indexOf(last) + 1)
  keys(`read from ${first} to ${last}: ${names.length} keys`, () => {
    for (const key of names) assert.equal(living(key), wanted, key)
  })
}

keys('no key is listed twice for a version, and each is read by one at least', () => {
  for (const version of tomlVersions) {
    const read = livingKeys.filter((key) => livingKey(version, pathOf(key.key)) !== undefined)
    for (const one of read) assert.is(livingKey(version, pathOf(one.key))?.key, one.key)
  }
  for (const { key } of livingKeys) assert.ok(living(key).length > 0, key)
  assert.is(new Set(livingKeys.map(({ key }) => key)).size, livingKeys.length)
})

keys('a dead key is read by no version, and its living spelling by one at least', () => {
  for (const { key, living: instead } of deadKeys) {
    assert.equal(living(key), [], key)
    if (instead !== undefined) assert.ok(living(instead).length > 0, instead)
  }
})

keys('what only looks like a key is none', () => {
  for (const path of [
    ['server'],
    ['server', 'hostname', 'x'],
    ['datasource', 0],
    ['Server', 'hostname'],
    ['database', 'shared_db', 'validationQuery'],
  ])
    assert.is(livingKey('7.0.0', path), undefined, path.join('.'))
  assert.is(livingKey('7.2.0', ['datasource', 0, 'url']), undefined)
  assert.is(livingKey('7.1.0', ['datasource', 'A', 'url']), undefined)
})

keys.run()
