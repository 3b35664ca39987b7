import type { Dialect } from '../dialect.ts'
import { applyScript, mustUpload } from './apply-script.ts'
import { asPrivilege, becomeRefused, becomeSilent, impossible, isPrompt } from './become.ts'
import { leaveNotes } from './content-notes.ts'
import { describeCommands } from './describe.ts'
import { pollDetached } from './detached.ts'
import { examineCommands } from './examine.ts'
import { fileCommands } from './file-commands.ts'
import { endMark, firstCommand, frame, nothing, startMark, withSigns } from './frame.ts'
import { listJournals, purgeJournals, readJournals } from './journal-list.ts'
import { endJournal, openJournal, readNoJournal } from './journal-open.ts'
import { lockCommands } from './lock.ts'
import { partScripts } from './part-scripts.ts'
import { asksWithSecret, mostOf, patienceOf, probeScript } from './probe-script.ts'
import { programCommands } from './program-commands.ts'
import { readEnd, readSaid, readStart } from './read-end.ts'
import { readProbe, unanswered } from './read-probe.ts'
import { rollbackScripts } from './rollback.ts'
import { guardCommands } from './watchdog.ts'

/** POSIX sh, with the tools of GNU or busybox. */
export const posix: Dialect = {
  probe: (questions) => ({
    text: probeScript(questions),
    isSecret: asksWithSecret(questions),
    patience: patienceOf(questions),
    most: mostOf(questions),
  }),
  unanswered,
  read: readProbe,
  note: leaveNotes,
  apply: { mustUpload, script: applyScript, part: partScripts, readEnd, readSaid, readStart },
  lock: lockCommands,
  journal: {
    open: openJournal,
    readNone: readNoJournal,
    end: endJournal,
    list: listJournals,
    readList: readJournals,
    purge: purgeJournals,
    rollback: rollbackScripts,
  },
  detached: { poll: pollDetached },
  examine: examineCommands,
  describe: describeCommands,
  guard: guardCommands,
  frame: { first: firstCommand, next: frame, startMark, endMark, nothing, withSigns },
  become: { command: asPrivilege, isPrompt, impossible, refused: becomeRefused, silent: becomeSilent },
  file: fileCommands,
  program: programCommands,
}
