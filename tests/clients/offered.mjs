// Lists what the published MCP server can call: operation, and the type of each path parameter that the tool knows.
// Where tools share a name, only the last one can be reached.
import { tools } from "./node_modules/@calcom/cal-mcp/dist/tools.js";

const offered = {};
for (const { name, method, url, params = [] } of tools) {
  const inPath = params.filter((param) => param.in === "path").map((param) => [param.name, param.schema.type]);
  offered[name.split("_").at(-1)] = [method, url.replace("https://api.cal.com", ""), Object.fromEntries(inPath)];
}
console.log(JSON.stringify(offered));
