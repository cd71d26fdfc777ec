// Drives n8n's published Cal trigger as its host does: look for the webhook, register it, receive, remove it.
const { createServer } = require("node:http");
const { CalTrigger } = require("./package/dist/nodes/Cal/CalTrigger.node.js");

const { LOCUM_UNDER_TEST: host, LOCUM_KEY: key, LOCUM_BOOKING: booking } = process.env;
const options = JSON.parse(process.env.LOCUM_OPTIONS);
const node = new CalTrigger().getNodeType(3);
const remembered = {};
const events = node.description.properties.find(({ name }) => name === "events").options.map(({ value }) => value);

async function request(options) {
  const url = new URL(options.baseURL + options.url);
  for (const [name, value] of Object.entries(options.qs ?? {})) url.searchParams.set(name, value);
  const hasBody = options.method !== "GET" && Object.keys(options.body ?? {}).length > 0;
  const response = await fetch(url, {
    method: options.method,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", ...options.headers },
    body: hasBody ? JSON.stringify(options.body) : undefined,
  });
  if (!response.ok) throw new Error(`${options.method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

function context(address, received) {
  return {
    getCredentials: async () => ({ host, apiKey: key }),
    getNodeWebhookUrl: () => address,
    getWorkflowStaticData: () => remembered,
    getNodeParameter: (name) => ({ events, options })[name],
    getNode: () => ({ name: "Cal", type: "cal", typeVersion: 3 }),
    getRequestObject: () => received,
    getResponseObject: () => ({ status: () => ({ send: () => ({ end: () => {} }) }) }),
    helpers: {
      httpRequestWithAuthentication: async (_, options) => request(options),
      returnJsonArray: (item) => [{ json: item }],
    },
  };
}

async function main() {
  let arrived;
  const delivery = new Promise((resolve) => (arrived = resolve));
  const receiver = createServer((incoming, answer) => {
    const pieces = [];
    incoming.on("data", (piece) => pieces.push(piece));
    incoming.on("end", () => {
      const rawBody = Buffer.concat(pieces);
      answer.end("{}");
      arrived({ rawBody, body: JSON.parse(rawBody), header: (name) => incoming.headers[name] });
    });
  });
  await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${receiver.address().port}/webhook/cal`;
  const here = context(address, undefined);
  const types = await node.methods.loadOptions.getEventTypes.call(here);
  const hooks = node.webhookMethods.default;
  const before = await hooks.checkExists.call(here);
  const created = await hooks.create.call(here);
  const found = await hooks.checkExists.call(here);
  await request({ baseURL: host, url: "/v2/bookings", method: "POST", body: JSON.parse(booking), headers: { "cal-api-version": "2024-08-13" } });
  const received = await delivery;
  const output = await node.webhook.call(context(address, received));
  received.rawBody = Buffer.from(`${received.rawBody} `);
  const forged = await node.webhook.call(context(address, received));
  const removed = await hooks.delete.call(here);
  const after = await hooks.checkExists.call(here);
  receiver.close();
  const told = output.workflowData[0][0].json;
  console.log(JSON.stringify({ events, types, before, created, found, told, refusesForged: forged.noWebhookResponse === true, removed, after }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
