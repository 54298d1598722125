/** The value rules of subscribe messages (WECHAT.md §3), by the letters that begin a data key. */
type Rule = (value: string) => boolean

const within =
  (most: number, pattern = /^[\s\S]+$/): Rule =>
  (value) =>
    Array.from(value).length <= most && pattern.test(value)

const HAN = /^\p{Script=Han}+$/u
const TIME = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`
const DATE = String.raw`\d{4}(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2})`
const MOMENT = `(?:${DATE}(?: ?${TIME})?|${TIME})`
const moment: Rule = (value) => new RegExp(`^${MOMENT}(?: ?~ ?${MOMENT})?$`).test(value)
const name: Rule = (value) =>
  HAN.test(value) ? value.length <= 10 : /^[A-Za-z·. ]{1,20}$/.test(value) || within(10, /^[\p{Script=Han}·]+$/u)(value)

const rules: Readonly<Record<string, Rule>> = {
  thing: within(20),
  number: within(32, /^-?\d+(?:\.\d+)?$/),
  letter: within(32, /^[A-Za-z]+$/),
  symbol: within(5, /^[^\p{L}\p{N}\s]+$/u),
  character_string: within(32, /^[\x21-\x7e]+$/),
  time: moment,
  date: moment,
  amount: (value) => /^[￥¥$€£]?\d{1,10}(?:\.\d{1,2})?元?$/.test(value),
  phone_number: within(17, /^[+\d\- ()]+$/),
  car_number: within(8, /^[\p{Script=Han}A-Z\d]+$/u),
  name,
  phrase: within(5, HAN),
}

/** Whether a value may stand under this key (`thing1`, `amount2`, …). No value holds control characters. */
export function valueFits(key: string, value: string): boolean {
  const rule = rules[key.replace(/\d+$/, '')]
  return rule !== undefined && !/\p{Cc}/u.test(value) && rule(value)
}
