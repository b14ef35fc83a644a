// Bundles every src/*.js and src/*.css into the folder given, and prints which packages went in.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const entries = readdirSync("src").filter((name) => /\.(js|css)$/.test(name)).sort();
const made = await build({
  entryPoints: entries.map((name) => `src/${name}`),
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none", // the licences stand in a file beside the bundles
  define: { "process.env.NODE_ENV": '"production"' },
  metafile: true,
  logLevel: "warning",
});
console.log(JSON.stringify(Object.keys(made.metafile.inputs)));
