import { type ParseError, parse } from 'jsonc-parser'
import * as assert from 'uvu/assert'
import { json } from '../../../tasks/index.ts'
import { type Edit, type Format, type Job, shown } from '../files.ts'

const path = '/f'
const edit = (about: string, ...edits: Parameters<typeof json>[0]['edits']): Edit => ({
  about,
  resource: json({ path, edits }),
})

/** Each edit is about one member of the outermost object. */
export const jsonFormat: Format = {
  name: 'JSON',
  corpus: [
    '{\n  "a": "x",\n  "b": [1, 2, {"c": null}],\n  "o": { "p": 1.50, "q": true }\n}\n',
    '{"a":1,"o":{}}',
    '\xef\xbb\xbf{\r\n\t// it is, {so}\r\n\t"a" : "\\u00e9\\n", /* and */\r\n\t"o": {\r\n\t\t"p": [],\r\n\t},\r\n}\r\n',
    '{ "a": "\xc3\xa9\xf0\x9f\x98\x80", "b": -0.0e10, "b": 2, "": {"o": {"p": 3}} }',
  ],
  tokens: [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '"a":',
    '"o":',
    '"p"',
    'null',
    'true',
    '1',
    '-',
    '1e5',
    '.',
    '\\u00',
    '\\ud800',
    '/*',
    '*/',
    '//',
    "'",
    'NaN',
    '__proto__',
    '"__proto__":',
  ],
  edits: [
    edit('a', json.set(['a'], 'new "\\\n')),
    edit('o', json.set(['o', 'p'], { x: [1, 'y'] })),
    edit('new', json.set(['new', 'deep'], [true, null])),
    edit('b', json.set(['b', 0], 7)),
    edit('a', json.remove(['a'])),
    edit('o', json.remove(['o', 'q'])),
  ],
  judge(jobs) {
    for (const job of jobs) assert.equal(others(job.after, job), others(job.before, job), shown(job))
  },
}

/** What another member says, in the order of the file. */
function others(bytes: Buffer, job: Job): unknown[] {
  const errors: ParseError[] = []
  const value: unknown = parse(bytes.toString().replace(/^\ufeff/, ''), errors, { allowTrailingComma: true })
  assert.equal(errors, [], shown(job))
  return Object.entries(value as object).filter(([key]) => key !== job.edit.about)
}
