import { tryInTurn } from '../../support/situations.ts'
import { allEdits } from './edits/index.ts'
import { planned, textBefore } from './edits.ts'

/** The edits whose lines `lines.test.ts` says are carried out, and the laws hold for them. */
for (const { task, file, edits } of allEdits) {
  tryInTurn(
    task,
    edits.map((edit) => ({
      name: edit.name,
      resources: ({ at }) => edit.task(at('')),
      before: { [file]: Buffer.from(textBefore(edit, file), 'latin1') },
      ...(edit.refused
        ? { refused: edit.refused }
        : {
            operations: edit.changes?.length ? [`write ${file}`] : [],
            after: { [file]: Buffer.from(planned(edit, file), 'latin1') },
          }),
    })),
  )
}
