// SPDX-License-Identifier: MIT
// The sample shop's own system, as small as it can be: fifty orders in memory, changes of address, returns.
//
//   node intents/shop/demo/shop-api.mjs [PORT]      (8090 when none is given, 0 picks one)
//
//   GET  /orders/N            -> {number, status, status_lt, status_en, carrier, tracking, eta, address, total}
//   PUT  /orders/N/address    {address}         -> the order; 409 once it has been shipped
//   POST /returns             {order, reason}   -> 201 {id, order, reason}; the same Idempotency-Key, the same answer
//
// 10001-10015 delivered, 10016-10030 shipped, 10031-10040 processing, 10041-10045 received, 10046-10049
// cancelled. 10050 answers 503: the order with which a failing shop is shown and tested.

import { createServer } from 'node:http';

const kDay = 86_400_000;
const kLargestBody = 16_384;
const kKeysKept = 10_000;

const statuses = {
  received: { lt: 'Gautas', en: 'Received' },
  processing: { lt: 'Apdorojamas', en: 'Processing' },
  shipped: { lt: 'Išsiųstas', en: 'Shipped' },
  delivered: { lt: 'Įvykdytas', en: 'Delivered' },
  cancelled: { lt: 'Atšauktas', en: 'Cancelled' },
};
const addresses = [
  'Gedimino pr. 9, 01103 Vilnius',
  'Omniva paštomatas, Savanorių pr. 255, Kaunas',
  'Taikos pr. 61, 91182 Klaipėda',
  'LP Express paštomatas, Tilžės g. 109, Šiauliai',
  'Respublikos g. 46, 35169 Panevėžys',
];

function status_of(number) {
  if (number <= 10015) return 'delivered';
  if (number <= 10030) return 'shipped';
  if (number <= 10040) return 'processing';
  if (number <= 10045) return 'received';
  return 'cancelled';
}

/** A locker belongs to its carrier; to a door it is one of two. */
function carrier_to(address, number) {
  if (address.startsWith('Omniva')) return 'Omniva';
  if (address.startsWith('LP Express')) return 'LP Express';
  return number % 2 === 0 ? 'DPD' : 'Venipak';
}

const day = (offset) => new Date(Date.now() + offset * kDay).toISOString().slice(0, 10);

/** Days from today to the delivery, by status; negative for what has been delivered. */
function days_to_delivery(number, status) {
  if (status === 'delivered') return -1 - (number % 9);
  if (status === 'shipped') return 1 + (number % 2);
  return 2 + (number % 3);
}

const orders = new Map();
for (let number = 10001; number <= 10049; ++number) {
  const status = status_of(number);
  const sent = status === 'shipped' || status === 'delivered';
  const address = addresses[number % addresses.length];
  orders.set(String(number), {
    number: String(number),
    status,
    status_lt: statuses[status].lt,
    status_en: statuses[status].en,
    carrier: sent ? carrier_to(address, number) : '',
    tracking: sent ? `LT${String(700_000_000 + number * 7919).slice(0, 9)}` : '',
    eta: status === 'cancelled' ? '' : day(days_to_delivery(number, status)),
    address,
    total: `${15 + ((number * 37) % 260)},${String((number * 13) % 100).padStart(2, '0')} €`,
  });
}

let last_return = 4470;
const answered = new Map(); // Idempotency-Key -> {body, status, answer}

/** Does what is asked. Returns [status, answer]. */
function answer(method, path, body) {
  const [, collection, number, part, ...rest] = path.split('/');
  if (rest.length > 0) return [404, { error: 'no such address' }];
  if (collection === 'orders' && number) {
    if (number === '10050') return [503, { error: 'the warehouse system does not answer' }];
    const order = orders.get(number);
    if (!order) return [404, { error: 'no such order' }];
    if (part === undefined && method === 'GET') return [200, order];
    if (part === 'address' && method === 'PUT') {
      const address = typeof body?.address === 'string' ? body.address.trim() : '';
      if (!address || address.length > 500) return [400, { error: 'address is missing or too long' }];
      if (order.status !== 'received' && order.status !== 'processing') {
        return [409, { error: 'the order has left the warehouse' }];
      }
      order.address = address;
      return [200, order];
    }
    return [405, { error: 'method not allowed' }];
  }
  if (collection === 'returns' && number === undefined) {
    if (method !== 'POST') return [405, { error: 'method not allowed' }];
    if (body?.order === '10050') return [503, { error: 'the warehouse system does not answer' }];
    if (!orders.has(body?.order)) return [404, { error: 'no such order' }];
    last_return += 1;
    return [201, { id: `GR-${last_return}`, order: body.order, reason: String(body.reason ?? '') }];
  }
  return [404, { error: 'no such address' }];
}

/** The same, but a repeated Idempotency-Key gets its first answer again. */
function answer_once(key, method, path, body) {
  if (!key || method === 'GET') return answer(method, path, body);
  const same = JSON.stringify([method, path, body]);
  const before = answered.get(key);
  if (before) return before.same === same ? before.result : [422, { error: 'the key was used for something else' }];
  const result = answer(method, path, body);
  if (result[0] >= 500) return result; // a failure is tried again, not remembered
  answered.set(key, { same, result });
  if (answered.size > kKeysKept) answered.delete(answered.keys().next().value);
  return result;
}

const server = createServer((request, response) => {
  const send = ([status, value]) => {
    const text = JSON.stringify(value);
    response.writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
    });
    response.end(text);
  };
  const pieces = [];
  let size = 0;
  request.on('data', (piece) => {
    size += piece.length;
    if (size <= kLargestBody) pieces.push(piece);
  });
  request.on('end', () => {
    if (size > kLargestBody) return send([413, { error: 'the body is too large' }]);
    let body = null;
    try {
      const text = Buffer.concat(pieces).toString('utf8');
      if (text) body = JSON.parse(text);
    } catch {
      return send([400, { error: 'the body is not JSON' }]);
    }
    const path = (request.url ?? '/').split('?')[0];
    send(answer_once(request.headers['idempotency-key'], request.method, path, body));
  });
});

const given = process.argv[2];
const port = given === undefined ? 8090 : Number(given);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`expected a port from 0 to 65535, found '${given}'`);
  process.exit(2);
}
server.on('error', (error) => {
  console.error(`cannot listen on port ${port}: ${error.message}`);
  process.exit(3);
});
server.listen(port, '127.0.0.1', () => {
  console.log(`sample shop listening on http://127.0.0.1:${server.address().port}`);
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
