/**
 * How closely it is looked. `exactly`: what was planned then is planned again in the same way. `as known`: earlier plays
 * have been carried out since, so more is known now than could be predicted; what is known on both sides must be equal.
 */
export type Closeness = 'exactly' | 'as known'
