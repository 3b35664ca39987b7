import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { allEdits } from './edits/index.ts'
import { changedLines, planned, textBefore } from './edits.ts'

/** Of each edit exactly these lines differ; `shells.test.ts` tries the same on hosts. */
for (const { task, file, edits } of allEdits) {
  const exact = suite(`${task}: lines`)
  for (const edit of edits) {
    exact(edit.name, () => {
      const after = planned(edit, file)
      if (edit.refused) assert.match(after, edit.refused)
      else assert.equal(changedLines(textBefore(edit, file), after), [...(edit.changes ?? [])])
    })
  }
  exact.run()
}
