/** Edits of XML files: text in, text out, and every byte that is not asked for stays. */
export { type EditedXml, type EditXmlOptions, editXml } from './edit-xml.ts'
export { attribute, commentOut, ensure, insert, only, remove, replace, setting, text, uncomment } from './edits.ts'
export { element, type Fragment, type FragmentNode, fragment, type Value } from './fragment.ts'
export type { Matching, Position, Where, XmlEdit } from './xml-edit.ts'
