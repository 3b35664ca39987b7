/** The members of `ini`: what stands in its `edits`. */
export {
  iniFlag as flag,
  iniValues as values,
  removeIni as remove,
  removeIniSection as removeSection,
  setIni as set,
} from '../../../lib/edit/ini.ts'
