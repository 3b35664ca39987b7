import * as assert from 'uvu/assert'
import { properties } from '../../../tasks/index.ts'
import { javaProperties } from '../../edit/java.ts'
import { type Edit, type Format, type Job, shown } from '../files.ts'

const path = '/f'
const edit = (about: string, ...edits: Parameters<typeof properties>[0]['edits']): Edit => ({
  about,
  resource: properties({ path, edits }),
})

/** Each edit is about one key; `java.util.Properties` says what the others are. */
export const propertiesFormat: Format = {
  name: 'properties',
  corpus: [
    '# a comment\nlog4j.rootLogger=WARN, A\nport = 1\n! another\nlong = a,\\\n   b,\\\n   c\nempty=\n',
    'port:1\r\nk\\ k value\r\nu=\\u00e9\\t\r\nport=2\r\n',
    'latin=\xe9\nport\n',
    'a=1\nport=9\\',
  ],
  tokens: [
    '=',
    ':',
    '\\',
    '\\\n',
    '\\\r\n',
    '\\\\',
    '#',
    '!',
    ' ',
    '\n#',
    'port',
    '\nport=',
    'port 3',
    '\\u00',
    '\\u0041',
    '\\ ',
    '\f',
  ],
  edits: [
    edit('port', properties.set('port', ' 2 \\ \t')),
    edit('new key', properties.set('new key', 'x=\u00e9\u2603')),
    edit('port', properties.remove('port')),
    edit('log4j.rootLogger', properties.set('log4j.rootLogger', '')),
  ],
  judge(jobs) {
    const texts = jobs.flatMap(({ before, after }) => [before, after])
    const read = javaProperties(texts.map((bytes) => ({ text: bytes.toString('latin1'), charset: 'iso-8859-1' })))
    for (const [at, job] of jobs.entries()) {
      assert.equal(others(read[2 * at + 1], job), others(read[2 * at], job), shown(job))
      assert.equal(comments(job.after), comments(job.before), shown(job))
    }
  },
}

/** A lone backslash at the end of a file is an entry of nothing for Java, which is not kept by what may follow it. */
const others = (read: Map<string, string> | undefined, { edit: { about } }: Job) =>
  read && [...read].filter(([key]) => key !== about && key !== '').sort()

/** A line that begins so behind a continued one is no comment. */
const comments = (bytes: Buffer): string[] => {
  const lines = bytes.toString('latin1').split(/\r\n|\r|\n/)
  return lines.filter((line, at) => /^[ \t\f]*[#!]/.test(line) && !isContinued(lines, at))
}

function isContinued(lines: readonly string[], at: number): boolean {
  const before = lines[at - 1]
  if (before === undefined || (/^[ \t\f]*([#!]|$)/.test(before) && !isContinued(lines, at - 1))) return false
  return (/\\*$/.exec(before)?.[0].length ?? 0) % 2 === 1
}
