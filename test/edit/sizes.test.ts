import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { editIni, removeIni, removeIniSection, setIni } from '../../lib/edit/ini.ts'
import { ensureLine, removeLines } from '../../lib/edit/lines/edits.ts'
import { editLines } from '../../lib/edit/lines.ts'
import { editProperties, setProperty } from '../../lib/edit/properties.ts'
import type { Edited } from '../../lib/edit/splice.ts'

/** Half a megabyte of each shape that invites work to grow with the square of it: each would then take minutes. */
const size = 1 << 19
const blanks = ' '.repeat(size)

const edited = (name: string, before: string, result: Edited, after: string) =>
  test(name, () => assert.ok('text' in result && result.text === after, before.slice(0, 20)))

const test = suite('half a megabyte')
const xs = 'x\n'.repeat(size / 2)
edited('all lines replaced', xs, editLines(xs, [ensureLine('y', { match: { all: /^x/ } })]), xs.replaceAll('x', 'y'))
edited('all lines removed', xs, editLines(xs, [removeLines(/^x/)]), '')
edited('blank lines', '\n', editLines('\n'.repeat(size), [ensureLine('x')]), `${'\n'.repeat(size)}x\n`)

const many = Array.from({ length: 30_000 }, (_, n) => `option-${n} = old\n`).join('')
const options = Array.from({ length: 3000 }, (_, n) => [n * 10, `option-${n * 10} = new`] as const)
edited(
  'thousands of edits',
  many,
  editLines(
    many,
    options.map(([n, line]) => ensureLine(line, { match: new RegExp(`^option-${n} `) })),
  ),
  many.replaceAll(/0 = old/g, '0 = new'),
)

const keys = 'k=1\n'.repeat(size / 4)
edited('one key again and again', keys, editIni(keys, [removeIni('', 'k')]), '')
edited('the last of them', keys, editIni(keys, [setIni('', 'k', '2')]), `${keys.slice(0, -2)}2\n`)
const sections = '[s]\nx=1\n[t]\n'.repeat(size / 12)
edited('one section again and again', sections, editIni(sections, [removeIniSection('s')]), '[t]\n'.repeat(size / 12))
const spaced = `[s]\nk=x${blanks}y\n`
edited('a value with blanks', spaced, editIni(spaced, [setIni('s', 'k', 'z')], { inlineComments: true }), '[s]\nk=z\n')

const properties = (before: string, after: string) =>
  edited(
    `properties: ${JSON.stringify(before.slice(0, 8))}`,
    before,
    editProperties(before, [setProperty('k', '2')]),
    after,
  )
properties(`${blanks}\nk=1\n`, `${blanks}\nk=2\n`)
properties(`${'# x\n'.repeat(size / 4)}k=1\n`, `${'# x\n'.repeat(size / 4)}k=2\n`)
properties(`${'\\\n'.repeat(size / 2)}k=1\n`, `${'\\\n'.repeat(size / 2)}k=2\n`)
properties(`k=${'x\\\n'.repeat(size / 3)}\n`, 'k=2\n')
test.run()
