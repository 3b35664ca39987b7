/** The general tasks; the edits that some of them take are their members. */

export * from './checks/index.ts'
export * from './databases/index.ts'
export * from './edits/index.ts'
export * from './files/index.ts'
export * from './java/index.ts'
export * from './system/index.ts'
export * from './tls/index.ts'
