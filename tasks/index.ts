/** The general tasks; the edits that some of them take are their members. */
export type { IniEdit } from '../lib/edit/ini.ts'
export type { Json, JsonEdit } from '../lib/edit/json.ts'
export type { LineEdit } from '../lib/edit/lines.ts'
export type { PropertyEdit } from '../lib/edit/properties.ts'
export type { TomlEdit, TomlValue, TomlValues } from '../lib/edit/toml/index.ts'
export type { Fragment as XmlFragment, XmlEdit } from '../lib/edit/xml/index.ts'
export { type Absent, absent } from './absent.ts'
export { type Archive, archive, type HostArchive, hostArchive } from './archive.ts'
export { type Assert, assert } from './assert.ts'
export { type Certificate, certificate } from './certificate.ts'
export { type Command, command } from './command.ts'
export { type Cron, cron } from './cron.ts'
export { type DatabaseServer, databaseServer } from './database-server.ts'
export { type Directory, directory } from './directory.ts'
export { type Download, download } from './download.ts'
export { type File, file } from './file.ts'
export { type Group, group } from './group.ts'
export { type HostsEntry, hostsEntry } from './hosts-entry.ts'
export { type HttpCheck, httpCheck } from './http-check.ts'
export { type Ini, ini } from './ini.ts'
export { type JsonFile, json } from './json.ts'
export { type Lines, lines } from './lines.ts'
export { type Credentials, type Mount, mount } from './mount.ts'
export { type Packages, packages } from './package.ts'
export { type Family, perFamily } from './per-family.ts'
export { type Properties, properties } from './properties.ts'
export { type Service, service } from './service.ts'
export {
  type SqlConnection,
  type SqlDatabase,
  type SqlGrant,
  type SqlScript,
  type SqlUser,
  sqlDatabase,
  sqlScript,
  sqlUser,
} from './sql.ts'
export type { Condition } from './support/look.ts'
export type { ServiceCommands } from './support/service-manager.ts'
export { type Symlink, symlink } from './symlink.ts'
export { type Toml, toml } from './toml.ts'
export { type Truststore, truststore } from './truststore.ts'
export { type User, user } from './user.ts'
export { type WaitFor, waitFor } from './wait-for.ts'
export { type Xml, xml } from './xml.ts'
