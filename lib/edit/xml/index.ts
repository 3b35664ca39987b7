/** Edits of XML files: text in, text out, and every byte that is not asked for stays. */
export { type EditedXml, type EditXmlOptions, editXml } from './edit-xml.ts'
export {
  attribute,
  commentOut,
  ensure,
  insert,
  type Matching,
  only,
  type Position,
  remove,
  replace,
  setting,
  text,
  uncomment,
  type Where,
  type XmlEdit,
} from './edits.ts'
export { element, type Fragment, type FragmentNode, fragment, type Value } from './fragment.ts'
