import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sentence } from '../../lib/core/failure.ts'
import { becomeRefused } from '../../lib/remote/posix/become.ts'

const test = suite('what to do when becoming another user is refused')

const situations: readonly { said: string; passwordGiven: boolean; advice: RegExp }[] = [
  { said: 'sudo: a password is required', passwordGiven: false, advice: /give become: .* NOPASSWD/ },
  { said: 'su: Authentication failure', passwordGiven: true, advice: /check the password/ },
  { said: 'sh: 1: exec: doas: not found', passwordGiven: false, advice: /install or make what is missing/ },
  { said: 'sudo: unknown user wso2', passwordGiven: false, advice: /install or make what is missing/ },
  { said: 'su: user wso2 does not exist or …', passwordGiven: true, advice: /install or make what is missing/ },
]

for (const { said, passwordGiven, advice } of situations) {
  test(said, () => {
    const privilege = { key: 'wso2', become: { method: 'sudo', user: 'wso2' } } as const
    const words = sentence(becomeRefused(privilege, said, passwordGiven))
    assert.ok(words.startsWith(`sudo to wso2 is refused (${said}): `), words)
    assert.match(words, advice)
  })
}

test.run()
