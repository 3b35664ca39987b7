/** Written when a start is complete, and when one begins. */
export const startedLine = 'WSO2 Carbon started in'
export const startingLine = 'Starting WSO2 Carbon'

export const logOf = (home: string): string => `${home}/repository/logs/wso2carbon.log`
export const pidFileOf = (home: string): string => `${home}/wso2carbon.pid`
