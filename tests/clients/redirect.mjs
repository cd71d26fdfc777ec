// The published MCP server has the hosted address compiled in: send its requests to the server under test instead.
// Most of its tools name no credentials, so they only work behind something that adds a key: LOCUM_GATEWAY_KEY plays that part.
import axios from "axios";

axios.interceptors.request.use((config) => {
  config.url = config.url.replace("https://api.cal.com", process.env.LOCUM_UNDER_TEST);
  const key = process.env.LOCUM_GATEWAY_KEY;
  if (key && !config.headers.has("Authorization")) config.headers.set("Authorization", `Bearer ${key}`);
  return config;
});
