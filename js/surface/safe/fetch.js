'use strict';
// The fetch family: values, and what sends them.

module.exports = {
  __proto__: null,
  "values of one's own; only `fetch` sends them": `
    MessageEvent.prototype: data origin lastEventId source ports initMessageEvent
    FormData.prototype: append delete get getAll has set keys values entries forEach @iterator
    FormData.prototype.@nodejs.util.inspect: custom
    Headers.prototype: append delete get has set getSetCookie keys values entries forEach @iterator @headers_map_sorted
    Headers.prototype.@nodejs.util.inspect: custom
    Request.prototype: method url headers destination referrer referrerPolicy mode credentials cache redirect integrity keepalive isReloadNavigation
    Request.prototype: isHistoryNavigation signal body bodyUsed duplex clone blob arrayBuffer text json formData bytes textStream
    Request.prototype.@nodejs.util.inspect: custom
    Response.prototype: type url redirected status ok statusText headers body bodyUsed clone blob arrayBuffer text json formData bytes textStream
    Response.prototype.@nodejs.util.inspect: custom
    Response: error json redirect
    HeadersIterator.__proto__: next
    FormDataIterator.__proto__: next
    globalThis: FormData Headers Request Response MessageEvent CloseEvent ErrorEvent
    CloseEvent.prototype: wasClean code reason
    ErrorEvent.prototype: message filename lineno colno error
  `,
  'judged by the dispatcher they are given': `
    WebSocket.prototype: close send readyState bufferedAmount url extensions protocol onopen onerror onclose onmessage binaryType
    WebSocket.prototype.@nodejs: ref unref
  `,
};
