// The map as one script and one style sheet, which `whoholds map` puts into a page with its data.
import { resolve } from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "../src/whoholds/web/static/single"),
    emptyOutDir: true,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 3000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: resolve(import.meta.dirname, "src/map/single.ts"),
      output: {
        codeSplitting: false,
        entryFileNames: "map.js",
        assetFileNames: "map[extname]",
      },
    },
  },
});
