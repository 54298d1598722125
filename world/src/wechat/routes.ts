import { json, type Route } from '../platform/http.ts'
import type { World } from '../state.ts'
import { codeToSession, failed } from './login.ts'
import { sendMessage } from './message.ts'
import { userPhoneNumber } from './phone-number.ts'
import { templateList } from './templates.ts'
import { badToken, stableToken } from './token.ts'

/** WeChat's server APIs. Errors come with HTTP 200 and an errcode. */
export function wechatRoutes(world: World): Route[] {
  return [
    { method: 'get', path: '/sns/jscode2session', handle: (asked) => codeToSession(world, asked) },
    { method: 'post', path: '/cgi-bin/stable_token', handle: (asked) => stableToken(world, asked) },
    { method: 'get', path: '/cgi-bin/stable_token', handle: () => failed(43002, 'require POST method') },
    { method: 'post', path: '/cgi-bin/message/subscribe/send', handle: (asked) => sendMessage(world, asked) },
    { method: 'post', path: '/wxa/business/getuserphonenumber', handle: (asked) => userPhoneNumber(world, asked) },
    {
      method: 'get',
      path: '/wxaapi/newtmpl/gettemplate',
      handle: (asked) =>
        badToken(world, asked.query.get('access_token')) ??
        json(200, { errcode: 0, errmsg: 'ok', data: templateList() }),
    },
  ]
}
