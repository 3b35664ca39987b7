import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { blockModule, type Doors } from './block-module.ts'
import { type Block, blocksOf, pagePaths } from './blocks.ts'

const test = suite('TypeScript on the pages')

const doors: Doors = new Map(
  await Promise.all(
    (
      [
        ['runbook', import('../../lib/index.ts')],
        ['runbook/testing', import('../../lib/testing/index.ts')],
        ['runbook/tasks/nginx', import('../../tasks/nginx/index.ts')],
        ['runbook/tasks/wso2is', import('../../tasks/wso2is/index.ts')],
      ] as const
    ).map(async ([door, module]) => [door, Object.keys(await module)] as const),
  ),
)

const compilerOptions = {
  ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', types: ['node'], noEmit: true, skipLibCheck: true },
  ...{ strict: true, noImplicitAny: false, exactOptionalPropertyTypes: true, allowImportingTsExtensions: true },
}

/** What the compiler says of blocks, each line with the page and the line of it. */
function faultsOf(blocks: readonly Block[]): string[] {
  mkdirSync('.cache', { recursive: true })
  const folder = mkdtempSync(join('.cache', 'pages-'))
  try {
    const files = new Map<string, Block>()
    // A file that a page shows again, changed, is looked at as it was last.
    for (const [at, block] of blocks.entries()) files.set(`${block.page}/${block.file ?? `block-${at}.ts`}`, block)
    for (const [name, block] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), blockModule(block, doors))
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
    const { stdout } = spawnSync('node_modules/.bin/tsc', ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' })
    return stdout
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(' '))
      .map((line) => {
        const [, name = '', row = '', words = line] = /^(.*?)\((\d+),\d+\): (.*)$/.exec(line) ?? []
        const block = files.get(name.slice(name.indexOf('/docs/') < 0 ? folder.length + 1 : name.indexOf('/docs/') + 1))
        return block ? `${block.page}:${block.line + Number(row) - 2}: ${words}` : line
      })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('compiles, every block of it', () => {
  const blocks = pagePaths().flatMap((page) => blocksOf(page).filter(({ language }) => language === 'ts'))
  assert.ok(blocks.length > 250)
  assert.equal(faultsOf(blocks), [])
})

test('that is wrong is told with page and line', () => {
  const page = 'docs/x.md'
  const wrong = "words\n\n```ts\nfile({ path: '/a', text: 'b' })\nfile({ path: '/a', txt: 'b' })\nfil({ … })\n```\n"
  const faults = faultsOf(blocksOf(page, wrong))
  assert.is(faults.length, 2, faults.join('\n'))
  assert.match(faults[0] ?? '', /^docs\/x\.md:5: error TS\d+: .*txt/)
  assert.match(faults[1] ?? '', /^docs\/x\.md:6: error TS\d+: Cannot find name 'fil'/)
})

test.run()
