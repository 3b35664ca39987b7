/** The members of `xml`: what stands in its `edits`, and the elements that some of these take. */
export {
  attribute,
  commentOut,
  element,
  ensure,
  fragment,
  insert,
  only,
  remove,
  replace,
  setting,
  text,
  uncomment,
} from '../../../lib/edit/xml/index.ts'
