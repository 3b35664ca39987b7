/**
 * A task with the edits that it takes as its members, so that each kind of edit is found where it is used and its name need
 * say no more: `xml.text(…)`, `json.set(…)`.
 */
export const withEdits = <Task extends object, Edits extends object>(
  task: Task,
  edits: Edits,
): Task & Readonly<Edits> => Object.freeze(Object.assign(task, edits))
