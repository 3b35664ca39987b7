import * as v from 'valibot'
import type { CommandAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { commandFact, type Fact, followedFact, foretell, standing } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askFileSystem, makeFileSystem, readFileSystem, showFileSystem } from '../../lib/remote/posix/filesystem.ts'
import { hostPath, line, listOf, wordOf } from '../support/schema.ts'

const options = v.strictObject({
  /** A block device, as in `/dev/sdb1`, or a file that is an image of one. */
  device: hostPath,
  /** What shall be on it. */
  type: wordOf('ext4', 'xfs', 'btrfs', 'vfat', 'swap'),
  /** Its name, by which `mount` finds it as `LABEL=…`. Default: none. */
  label: v.optional(
    v.pipe(
      line('a label'),
      v.regex(/^[\w.-]{1,11}$/, 'it is no label for each type: give up to 11 letters, digits, . _ -'),
    ) as v.GenericSchema<string>,
  ),
  /** Further options of mkfs, as in `['-m', '1']`. They count when it is made. */
  options: v.optional(listOf(line('an option of mkfs'), 'options of mkfs')),
})
export type Filesystem = v.InferInput<typeof options>

/**
 * A file system, made on an empty device and on no other: whatever is on it, a file system of another kind, a partition
 * table, a part of a raid or bytes that nobody knows, is refused.
 *
 * @example filesystem({ device: '/dev/sdb1', type: 'ext4', label: 'data' })
 */
export const filesystem = defineTask('filesystem', {
  options,
  title: ({ device, type }) => `have ${type} on ${device}`,
  reads: ({ device }): { at: Fact<PathAnswer>; found: Fact<CommandAnswer> } => ({
    at: followedFact(device),
    // A step before may make the device, as lvcreate does.
    found: standing(foundFact(device)),
  }),
  plan: ({ device, type, label, options = [] }, { found }) => {
    const is = readFileSystem(found)
    switch (is.state) {
      case 'absent':
        return refuse(`there is no ${device}`, 'attach it, or correct the name (lsblk lists what there is)')
      case 'no device':
        return refuse(`${device} is neither a block device nor an image of one`, 'name a device, as in /dev/sdb1')
      case 'no tool':
        return refuse('the host has no blkid to look at a device with', 'install it (Debian: util-linux)')
      case 'unread':
        return refuse(`${device} may not be read`, 'give become: true')
      case 'part':
        return refuse(
          `${device} holds something: ${is.type || is.said || 'bytes that nobody knows'}`,
          `look what it is (blkid -p ${device}); if it may go, wipefs -a ${device}`,
        )
      case 'system':
        if (is.type !== type)
          return refuse(
            `${device} holds ${is.type}, not ${type}`,
            `look what is on it; if it may go, wipefs -a ${device}`,
          )
        if (label !== undefined && is.label !== label)
          return refuse(
            `${device} is labelled ${is.label || 'nothing'}, not ${label}`,
            'label it by hand, or leave label out',
          )
        return []
      case 'none': {
        const answers = [foretell(foundFact(device), showFileSystem(type, label))]
        const script = makeFileSystem({ device, type, label, options })
        return [{ op: 'run', script, undo: { keeps: `${type} on ${device}` }, effects: { answers } }]
      }
    }
  },
})

/** A device is in no folder: what is on it is changed by this task alone. */
const foundFact = (device: string): Fact<CommandAnswer> => commandFact(askFileSystem(device), [])
