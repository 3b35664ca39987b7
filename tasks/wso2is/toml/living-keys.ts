import type { TomlVersion } from '../product.ts'

export { type TomlVersion, tomlVersions } from '../product.ts'

/** A key that the product reads. Any other is passed over at its start, without a word. */
export interface LivingKey {
  /** `*` stands for any key, `[]` for a member of an array of tables. */
  readonly key: string
  /** A number may be written as a text, and the other way round. */
  readonly type: 'text' | 'number' | 'boolean' | 'texts'
  /** The first version that reads it. Default: the first of all. */
  readonly since?: TomlVersion
  /** The last version that reads it. Default: the last of all. */
  readonly until?: TomlVersion
  /** Into what files its text is put, as it stands. Default: XML. */
  readonly lands?: 'properties' | 'both'
}

type Range = Pick<LivingKey, 'since' | 'until' | 'lands'>

const text = (range: Range, ...keys: readonly string[]): LivingKey[] =>
  keys.map((key) => ({ key, type: 'text', ...range }))
const number = (range: Range, ...keys: readonly string[]): LivingKey[] =>
  keys.map((key) => ({ key, type: 'number', ...range }))
const flag = (range: Range, ...keys: readonly string[]): LivingKey[] =>
  keys.map((key) => ({ key, type: 'boolean', ...range }))
const texts = (range: Range, ...keys: readonly string[]): LivingKey[] =>
  keys.map((key) => ({ key, type: 'texts', ...range }))

const all: Range = {}
const since = (version: TomlVersion): Range => ({ since: version })
const until = (version: TomlVersion): Range => ({ until: version })

const connection = (table: string): string[] =>
  ['url', 'username', 'password', 'driver'].map((key) => `${table}.${key}`)

const database = (range: Range, name: string): LivingKey[] => [
  ...text(range, ...connection(name), `${name}.type`, `${name}.hostname`, `${name}.name`, `${name}.sid`),
  ...number(range, `${name}.port`),
  ...text(range, `${name}.pool_options.*`),
  ...text({ ...range, since: '7.1.0' }, `${name}.db_props.*`),
]

const datasource = (range: Range, table: string): LivingKey[] => [
  ...text(range, `${table}.id`, ...connection(table), `${table}.pool_options.*`),
  ...flag(range, `${table}.jmx_enable`),
]

const store = (range: Range, table: string): LivingKey[] =>
  text(
    { ...range, lands: 'both' },
    ...['file_name', 'type', 'password', 'alias', 'key_password'].map((key) => `${table}.${key}`),
  )

const checker = 'carbon_health_check.health_checker.*'

/** Each key that a version reads, as far as this project writes or meets it. */
export const livingKeys: readonly LivingKey[] = [
  ...text(all, 'server.hostname', 'server.node_ip', 'server.base_path'),
  ...number(all, 'server.offset'),
  ...flag(all, 'server.force_local_cache'),
  ...text(since('5.11.0'), 'server.internal_hostname'),
  ...text(since('6.0.0'), 'server.mgt_console_hostname'),

  ...text(all, 'super_admin.username', 'super_admin.password'),
  ...flag(all, 'super_admin.create_admin_account'),
  ...text(all, 'user_store.type', 'user_store.connection_url', 'user_store.connection_name'),
  ...text(all, 'user_store.connection_password', 'user_store.base_dn', 'user_store.properties.*'),
  ...flag({ since: '5.11.0', until: '5.11.0' }, 'embedded_ldap.enable'),
  ...text(all, 'realm_manager.data_source', 'authentication.consent.data_source'),

  ...['identity_db', 'shared_db', 'user', 'config'].flatMap((name) => database(all, `database.${name}`)),
  ...database(since('7.0.0'), 'database.registry_db'),
  ...text(until('6.1.0'), ...connection('bps_database.config'), 'bps_database.config.pool_options.*'),
  ...datasource(until('7.1.0'), 'datasource[]'),
  ...datasource(since('7.2.0'), 'datasource.*'),
  ...flag(all, 'identity_data_source.skip_db_schema_creation'),

  ...flag(since('7.0.0'), 'registry.enable_mount', 'registry.use_shared_db_as_datasource'),
  ...text(since('7.1.0'), 'registry.local_datasource', 'registry.gov_datasource', 'registry.config_datasource'),
  ...flag(until('5.9.0'), 'version_resources.on_change'),
  ...flag(since('5.10.0'), 'versioning_configuration.enable_version_resources_on_change'),

  ...text(all, 'clustering.membership_scheme', 'clustering.domain', 'clustering.local_member_host'),
  ...number(all, 'clustering.local_member_port'),
  ...texts(all, 'clustering.members'),
  ...text(since('7.0.0'), 'clustering.agent'),

  ...text(all, 'transport.http.properties.*', 'transport.https.properties.*', 'catalina.valves[].properties.*'),
  ...flag(since('5.11.0'), 'transport.http.enabled'),
  ...flag(all, 'session_data.persistence.enable_persistence', 'session_data.persistence.persist_temporary_data'),

  ...['primary', 'internal', 'tls'].flatMap((name) => store(all, `keystore.${name}`)),
  ...store(since('6.0.0'), 'keystore.saml'),
  ...store(since('7.2.0'), 'keystore.custom[]'),
  ...text({ lands: 'both' }, 'truststore.file_name', 'truststore.password', 'truststore.type'),
  ...text(since('5.11.0'), 'encryption.key'),
  ...text(all, 'secrets.*'),

  ...text({ ...since('5.11.0'), lands: 'properties' }, 'account_recovery.endpoint.auth.hash'),
  ...text(
    { ...since('5.11.0'), lands: 'properties' },
    'identity.auth_framework.endpoint.app_password',
    'identity.auth_framework.endpoint.password',
  ),
  ...text(since('7.0.0'), 'console.callback_url', 'console.access_url'),
  ...text(since('7.0.0'), 'myaccount.callback_url', 'myaccount.access_url', 'default_management_ui.path'),
  ...text(since('7.2.0'), 'console.server_origin'),
  ...texts(since('7.2.0'), 'cors.allowed_origins'),
  ...flag(since('5.11.0'), 'recaptcha.enabled'),
  ...text(since('5.11.0'), ...['api_url', 'verify_url', 'site_key', 'secret_key'].map((key) => `recaptcha.${key}`)),
  ...text(
    since('5.11.0'),
    ...['from_address', 'username', 'password', 'hostname'].map((key) => `output_adapter.email.${key}`),
  ),
  ...number(since('5.11.0'), 'output_adapter.email.port'),

  ...flag(all, 'carbon_health_check.enable', `${checker}.enable`, 'monitoring.jmx.rmi_server_start'),
  ...number(all, `${checker}.order`, `${checker}.pool_usage_limit_percentage`),
  ...text(all, `${checker}.properties.*`),
]
