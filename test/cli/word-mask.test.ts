import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { wordMask } from '../../lib/cli/word-mask.ts'
import { defineInventory, local, secret } from '../../lib/index.ts'

const test = suite('words of a command line that are shown again')

const db = secret('db', { value: 'hunter22secret' })
const short = secret('pin', { value: 'abc' })
const inventory = defineInventory({
  hosts: { a: { connect: local(), vars: { pin: short, db: { password: db, host: 'x' } } } },
})
const hide = wordMask({
  inventory: defineInventory({ hosts: { a: { connect: local() } } }),
  unset: inventory,
  secrets: [db, short],
})

for (const [word, shown] of [
  ['title=my hunter22secret', 'title=my ********'],
  ['pin=abc', 'pin=********'],
  ['--set=pin=abc', '--set=pin=********'],
  ['-epin=abc', '-epin=********'],
  ['db.password=other', 'db.password=********'],
  ['db={"password":"other"}', 'db=********'],
  ['db.host=abc', 'db.host=abc'],
  ['other=abc', 'other=abc'],
  ['web*,!web9', 'web*,!web9'],
] as const)
  test(`${word} is shown as ${shown}`, () => assert.is(hide(word), shown))

test.run()
