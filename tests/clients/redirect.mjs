// The published MCP server has the hosted address compiled in: send its requests to the server under test instead.
import axios from "axios";

axios.interceptors.request.use((config) => {
  config.url = config.url.replace("https://api.cal.com", process.env.LOCUM_UNDER_TEST);
  return config;
});
