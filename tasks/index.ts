/** The general tasks; the edits that some of them take are their members. */
export type { IniEdit } from '../lib/edit/ini.ts'
export type { Json, JsonEdit } from '../lib/edit/json.ts'
export type { LineEdit } from '../lib/edit/lines.ts'
export type { PropertyEdit } from '../lib/edit/properties.ts'
export type { TomlEdit, TomlValue, TomlValues } from '../lib/edit/toml/index.ts'
export type { Fragment as XmlFragment, XmlEdit } from '../lib/edit/xml/index.ts'
export { type Assert, assert } from './checks/assert.ts'
export type { Condition } from './checks/condition/look.ts'
export { type HttpCheck, httpCheck } from './checks/http-check.ts'
export { type WaitFor, waitFor } from './checks/wait-for.ts'
export { type DatabaseServer, databaseServer } from './databases/database-server.ts'
export {
  type SqlConnection,
  type SqlDatabase,
  type SqlGrant,
  type SqlScript,
  type SqlUser,
  sqlDatabase,
  sqlScript,
  sqlUser,
} from './databases/sql.ts'
export { type HostsEntry, hostsEntry } from './edits/hosts-entry.ts'
export { type Ini, ini } from './edits/ini.ts'
export { type JsonFile, json } from './edits/json.ts'
export { type Lines, lines } from './edits/lines.ts'
export { type Properties, properties } from './edits/properties.ts'
export { type Toml, toml } from './edits/toml.ts'
export { type Xml, xml } from './edits/xml.ts'
export { type Absent, absent } from './files/absent.ts'
export { type Archive, archive, type HostArchive, hostArchive } from './files/archive.ts'
export { type Directory, directory } from './files/directory.ts'
export { type Download, download } from './files/download.ts'
export { type File, file } from './files/file.ts'
export { type Symlink, symlink } from './files/symlink.ts'
export { type Command, command } from './system/command.ts'
export { type Cron, cron } from './system/cron.ts'
export { type Group, group } from './system/group.ts'
export { type Credentials, type Mount, mount } from './system/mount.ts'
export { type Packages, packages } from './system/packages.ts'
export { type Family, perFamily } from './system/per-family.ts'
export type { ServiceCommands } from './system/service/service-manager.ts'
export { type Service, service } from './system/service.ts'
export { type User, user } from './system/user.ts'
export { type Certificate, certificate } from './tls/certificate.ts'
export { type Truststore, truststore } from './tls/truststore.ts'
