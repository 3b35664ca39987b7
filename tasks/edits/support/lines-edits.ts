/** The members of `lines`: what stands in its `edits`. */
export {
  block,
  ensureLine as ensure,
  removeLines as remove,
  removeMarked as removeBlock,
  replaceText as replace,
} from '../../../lib/edit/lines/edits.ts'
