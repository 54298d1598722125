/** What WeChat lets stand under a data key of a subscribe message (WECHAT.md §3), by the letters that begin the key. Checked before sending: else 47003. */
type Rule = (value: string) => boolean

const within =
  (most: number, pattern = /^[\s\S]+$/): Rule =>
  (value) =>
    Array.from(value).length <= most && pattern.test(value)

const TIME = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`
const DATE = String.raw`\d{4}(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2})`
const MOMENT = `(?:${DATE}(?: ?${TIME})?|${TIME})`
const MOMENTS = new RegExp(`^${MOMENT}(?: ?~ ?${MOMENT})?$`)
const HAN = /^\p{Script=Han}+$/u

/** `enum` is not here: its values are the template's, and none of ours has one. */
const RULES: Readonly<Record<string, Rule>> = {
  thing: within(20),
  number: within(32, /^-?\d+(?:\.\d+)?$/),
  letter: within(32, /^[A-Za-z]+$/),
  symbol: within(5, /^[^\p{L}\p{N}\s]+$/u),
  character_string: within(32, /^[\x21-\x7e]+$/),
  time: (value) => MOMENTS.test(value),
  date: (value) => MOMENTS.test(value),
  amount: (value) => /^[￥¥$€£]?\d{1,10}(?:\.\d{1,2})?元?$/.test(value),
  phone_number: within(17, /^[+\d\- ()]+$/),
  car_number: within(8, /^[\p{Script=Han}A-Z\d]+$/u),
  name: (value) => within(10, HAN)(value) || within(20, /^[A-Za-z·. ]+$/)(value),
  phrase: within(5, HAN),
}

/** Whether this value may stand under this key (`thing1`, `amount2`). A key of an unknown kind has no value that may. */
export function valueFits(key: string, value: string): boolean {
  const rule = RULES[key.replace(/\d+$/, '')]
  return rule !== undefined && !/\p{Cc}/u.test(value) && rule(value)
}

export interface Labelled {
  readonly label: string
  readonly value: string
}

export interface TemplateField {
  readonly key: string
  readonly label: string
}

/** A template's values by key, taken by their words; or the key that has none, or one that WeChat would refuse. */
export function fillTemplate(
  fields: readonly TemplateField[],
  values: readonly Labelled[],
): { readonly data: Readonly<Record<string, string>> } | { readonly unfit: string } {
  const data: Record<string, string> = {}
  for (const { key, label } of fields) {
    const value = values.find((one) => one.label === label)?.value
    if (value === undefined || !valueFits(key, value)) return { unfit: key }
    data[key] = value
  }
  return { data }
}
