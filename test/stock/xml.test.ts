import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence } from '../../lib/core/failure.ts'
import { editXml } from '../../lib/edit/xml/index.ts'
import { edited } from '../edit/xml/laws.ts'
import { stockFolder, stockHome } from '../support/stock.ts'
import { rows } from './xml-rows.ts'

/** The edits of the deployment guide on unmodified product files, read again by a program that is not ours. */
const stock = suite('XML edits on stock files')
const scratch = mkdtempSync(join(tmpdir(), 'stock-xml-'))
stock.after(() => rmSync(scratch, { recursive: true }))

const versions = ['5.4.1', '5.7.0'].filter((version) => stockHome(version) !== undefined)
if (versions.length === 0) {
  console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)
  stock('there are no stock files here', () => assert.is(stockHome('5.4.1'), undefined))
}

for (const version of versions)
  for (const { row, file, edits, reads, lines } of rows)
    stock(`${version}, row ${row}: ${file}`, () => {
      const before = readFileSync(join(stockHome(version) ?? '', 'repository', file))
      const after = edited(before, edits)
      const result = join(scratch, 'result.xml')
      writeFileSync(result, after)
      for (const [path, wanted] of reads) assert.is(xmllint(path, result), wanted[version] ?? wanted.all, path)
      assert.equal(lineEnds(after), sum(lineEnds(before), lines?.[version] ?? lines?.all ?? [0, 0]), 'line ends')
    })

for (const version of versions)
  stock(`${version}: what the guide has wrong is refused`, () => {
    for (const { file, wrong } of rows)
      for (const [edit, says] of wrong ?? []) {
        const result = editXml(readFileSync(join(stockHome(version) ?? '', 'repository', file)), [edit])
        assert.ok(isRefusal(result), `${file} ${JSON.stringify(edit)}`)
        if (isRefusal(result)) assert.match(sentence(result), says)
      }
  })

/** How many lines end in CRLF, and how many in LF alone. */
function lineEnds(bytes: Uint8Array): [number, number] {
  const text = Buffer.from(bytes).toString('latin1')
  const crlf = text.split('\r\n').length - 1
  return [crlf, text.split('\n').length - 1 - crlf]
}

const sum = (a: readonly number[], b: readonly number[]) => a.map((n, index) => n + (b[index] ?? 0))

function xmllint(path: string, file: string): string {
  try {
    return execFileSync('xmllint', ['--xpath', path, file], { encoding: 'utf8', stdio: 'pipe' }).replace(/\n$/, '')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error('xmllint is not installed: install the package libxml2-utils')
    throw error
  }
}

stock.run()
