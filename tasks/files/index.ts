/** Files, folders, links and archives. */
export { type Absent, absent } from './absent.ts'
export { type Archive, archive, type HostArchive, hostArchive } from './archive.ts'
export { type AttributesOf, attributes } from './attributes.ts'
export { type Directory, directory } from './directory.ts'
export { type Download, download } from './download.ts'
export { type File, file } from './file.ts'
export { type Symlink, symlink } from './symlink.ts'
export { type RenderValues, type Template, type TemplateValues, template } from './template.ts'
