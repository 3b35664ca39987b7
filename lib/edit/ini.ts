import { isRefusal, kindOf, type Refusal, UsageError } from '../core/failure.ts'
import { fill } from '../core/reference.ts'
import { onceForEqual } from './equal-work.ts'
import { removeKey, removeSection, setFlag, setValues } from './ini/change.ts'
import type { IniReader } from './ini/parse.ts'
import { type Row, rows, sameRows, unrows } from './lines/rows.ts'
import { frozenWords, referWords, type Words } from './lines/words.ts'
import { type Edited, settled, splitMark } from './splice.ts'

/**
 * Changes keys of an ini file: sections in brackets, `key = value` or `key: value`, comments on lines of their own that begin
 * with `#` or `;`. Readers of such files differ, so what they would not agree on is refused, and every other byte stays.
 *
 * @example editIni(text, [setIni('mysqld', 'port', '3307'), removeIni('mysqld', 'skip-networking')])
 */
export const editIni = onceForEqual(
  'ini',
  (text: string, edits: readonly IniEdit[], { inlineComments = false }: Partial<IniReader> = {}): Edited => {
    const [mark, bare] = splitMark(text)
    const before: readonly Row[] = rows(bare)
    const change = (list: readonly Row[], edit: IniEdit) => apply(list, edit, { inlineComments })
    const edited = settled(before, edits, change, title, sameRows)
    if (isRefusal(edited)) return edited
    const after = edited === before ? bare : unrows(edited)
    return { text: mark + after, changed: fill(after) !== fill(bare) }
  },
)

export type IniEdit = { readonly section: string } & (
  | { readonly edit: 'set'; readonly key: string; readonly value: Words }
  | { readonly edit: 'values'; readonly key: string; readonly values: readonly Words[] }
  | { readonly edit: 'flag'; readonly key: string }
  | { readonly edit: 'remove'; readonly key: string }
  | { readonly edit: 'removeSection' }
)

/**
 * A key of a section that shall have this value: a text, a secret, or both in a list. Of a key that is there several times
 * the last one is set, which counts for most readers. A missing section is added; `''` is what stands before the first one.
 *
 * @example ini.set('mysqld', 'bind-address', '10.0.0.20')
 */
export const setIni = (section: string, key: string, value: Words): IniEdit =>
  Object.freeze({ edit: 'set', section: sectionName(section), key: keyName(key), value: frozenWords(value) })

/**
 * A key that shall be there once for each of these values, in this order, and no more.
 *
 * @example ini.values('Service', 'ExecStartPre', ['/usr/bin/true', '/usr/bin/sync'])
 */
export function iniValues(section: string, key: string, values: readonly Words[]): IniEdit {
  if (!Array.isArray(values)) throw new UsageError(`the values of ${key} are ${kindOf(values)}: give a list of them`)
  const frozen = Object.freeze(values.map(frozenWords))
  return Object.freeze({ edit: 'values', section: sectionName(section), key: keyName(key), values: frozen })
}

/**
 * A key that shall stand alone on its line.
 *
 * @example ini.flag('mysqld', 'skip-name-resolve')
 */
export const iniFlag = (section: string, key: string): IniEdit =>
  Object.freeze({ edit: 'flag', section: sectionName(section), key: keyName(key) })

/**
 * A key that shall not be in a section, however often it is there.
 *
 * @example ini.remove('mysqld', 'skip-networking')
 */
export const removeIni = (section: string, key: string): IniEdit =>
  Object.freeze({ edit: 'remove', section: sectionName(section), key: keyName(key) })

/**
 * A section that shall not be there, nor anything in it.
 *
 * @example ini.removeSection('mysqld_safe')
 */
export function removeIniSection(section: string): IniEdit {
  if (section === '') throw new UsageError('what stands before the first section is no section: remove its keys')
  return Object.freeze({ edit: 'removeSection', section: sectionName(section) })
}

function sectionName(section: string): string {
  if (typeof section === 'string' && !/[\]\r\n]|^[ \t]|[ \t]$/.test(section)) return section
  const given = typeof section === 'string' ? JSON.stringify(section) : kindOf(section)
  throw new UsageError(`${given} is no name of a section: give what stands between its brackets`)
}

function keyName(key: string): string {
  if (typeof key === 'string' && /^[^\s=:#;[][^\r\n=]*$/.test(key) && !/[ \t]$/.test(key)) return key
  const given = typeof key === 'string' ? JSON.stringify(key) : kindOf(key)
  throw new UsageError(`${given} is no key of an ini file: give what stands before its "="`)
}

function apply(list: readonly Row[], edit: IniEdit, reader: IniReader): readonly Row[] | Refusal {
  const { section } = edit
  switch (edit.edit) {
    case 'set':
      return setValues(list, section, edit.key, [referWords(edit.value)], { ...reader, all: false })
    case 'values':
      return setValues(list, section, edit.key, edit.values.map(referWords), { ...reader, all: true })
    case 'flag':
      return setFlag(list, section, edit.key)
    case 'remove':
      return removeKey(list, section, edit.key, reader)
    case 'removeSection':
      return removeSection(list, section)
  }
}

const title = (edit: IniEdit): string =>
  edit.edit === 'removeSection'
    ? `the removal of the section [${edit.section}]`
    : `${edit.edit} ${edit.key} in [${edit.section}]`
