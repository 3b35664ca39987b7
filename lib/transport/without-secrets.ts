import { isSecretVariable } from '../core/secret.ts'

/** The variables that a program of this machine may inherit: all but what holds a secret. */
export const withoutSecrets = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !isSecretVariable(name)))
