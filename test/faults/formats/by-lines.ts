import * as assert from 'uvu/assert'
import type { Resource } from '../../../lib/core/resource.ts'
import { ini, lines } from '../../../tasks/index.ts'
import { type Edit, type Format, type Job, shown } from '../files.ts'

const path = '/f'

/** An edit that is about lines that look like this, and may add others that look like that. */
function edit(resource: Resource, own: RegExp, adds = own): Edit {
  own.lastIndex = 0
  const about = `${own.source}\n${adds.source}`
  return { resource, about }
}

export const iniFormat: Format = {
  name: 'ini',
  corpus: [
    '; a comment\ntop = 0\n[a]\nkey = 1\n# key = 2\nother: x\n\n[b]\nkey=3\nflag\n',
    '[a]\r\nkey = 1\r\nkey = 2\r\n[c]\r\nx = y ; so\r\n',
    '[a]\nlatin = \xe9\nkey =',
    '[ a ]\nkey=1\n[a]\n  key = 2\n[b]\n',
  ],
  tokens: ['[', ']', '=', ':', ';', '#', 'key', 'key = ', '[a]', '[b]', '\n[a]\n', 'flag', ' ', '\n  more', '"', '\\'],
  edits: [
    edit(ini({ path, edits: [ini.set('a', 'key', 'new')] }), /^\s*key\b/, /^\s*key\b|^\[a\]$|^$/),
    edit(ini({ path, edits: [ini.values('a', 'key', ['1', '2'])] }), /^\s*key\b/, /^\s*key\b|^\[a\]$|^$/),
    edit(ini({ path, edits: [ini.flag('b', 'flag')] }), /^\s*flag\b/, /^\s*flag\b|^\[b\]$|^$/),
    edit(ini({ path, edits: [ini.remove('a', 'key')] }), /^\s*key\b/),
  ],
  judge: (jobs) => jobs.forEach(judgeLines),
}

export const linesFormat: Format = {
  name: 'lines',
  corpus: [
    'Port 22\n#Port 23\nMatch User x\n  PermitTTY no\nMatch all\n# BEGIN ours\nold\n# END ours\n',
    'Port 22\r\nlast line without an end',
    'latin \xe9\nPort\n\n\n',
  ],
  tokens: [
    'Port',
    'Port 1',
    '\nPort 2\n',
    '#',
    'Match',
    '# BEGIN ours',
    '# END ours',
    '\n# BEGIN ours\n',
    '\n# END ours\n',
    ' ',
  ],
  edits: [
    edit(lines({ path, edits: [lines.ensure('Port 2222', { match: /^#?Port / })] }), /^#?Port /),
    edit(lines({ path, edits: [lines.remove(/^Port/)] }), /^Port/),
    edit(lines({ path, edits: [lines.ensure('PermitRootLogin no', { before: /^Match/ })] }), /^PermitRootLogin no$/),
    edit(lines({ path, edits: [lines.replace(/Port \d+/, 'Port 7')] }), /Port \d/),
    edit(lines({ path, edits: [lines.block('ours', 'one\ntwo')] }), /^# (BEGIN|END) ours$|^(one|two)$/),
  ],
  judge: (jobs) => jobs.forEach(judgeLines),
}

/** All lines that the edit is not about are there still, in their order, and only such as it may add are new. */
function judgeLines(job: Job): void {
  const [own = /^$/, adds = /^$/] = job.edit.about.split('\n').map((source) => new RegExp(source))
  const rest = restOf(linesOf(job.before), own)
  let next = 0
  for (const line of restOf(linesOf(job.after), own)) {
    if (line === rest[next]) next++
    else assert.ok(adds.test(line) || goesOn(line, job), `${JSON.stringify(line)} is new: ${shown(job)}`)
  }
  assert.is(next, rest.length, `${JSON.stringify(rest[next])} is gone: ${shown(job)}`)
}

/** Whether what stands in from the margin belongs to the line above it is a matter of how the file is read. */
const goesOn = (line: string, { before }: Job): boolean => /^[ \t]/.test(line) && linesOf(before).includes(line)

/** What is in a block goes with it, and so does what goes on below a key. */
function restOf(lines: readonly string[], own: RegExp): string[] {
  const isBlock = own.source.includes('BEGIN')
  let inside = false
  return lines.filter((line) => {
    const belongs = isBlock ? inside : inside && /^[ \t]+\S/.test(line) && own.source.startsWith('^\\s')
    const mine = own.test(line) || belongs
    inside = isBlock ? line === '# BEGIN ours' || (inside && line !== '# END ours') : mine
    return !mine
  })
}

const linesOf = (bytes: Buffer): string[] => {
  const lines = bytes
    .toString('latin1')
    .split('\n')
    .map((line) => line.replace(/\r+$/, ''))
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
