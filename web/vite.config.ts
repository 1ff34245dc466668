// The pages that the server serves: built into the Python package, where the wheel takes them.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";

const PAGES = ["index", "place", "desk", "report"];
const server = process.env.WHOHOLDS_SERVER ?? "http://127.0.0.1:8765";

export default defineConfig({
  root: import.meta.dirname,
  publicDir: "public",
  build: {
    outDir: resolve(import.meta.dirname, "../src/whoholds/web/static"),
    emptyOutDir: true,
    assetsDir: "assets",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: PAGES.map((page) => resolve(import.meta.dirname, `${page}.html`)).filter(existsSync),
    },
  },
  server: { proxy: { "/api": server, "/login": server } },
});
