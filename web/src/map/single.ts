/** The map as one file: its code, data and worker are all inside the page. */

import "maplibre-gl/dist/maplibre-gl.css";
import "../shared/theme.css";
import "./map.css";
import { setWorkerUrl } from "maplibre-gl";
import workerSource from "maplibre-gl/dist/maplibre-gl-worker.mjs?raw";
import { App } from "./app.ts";
import { insideFeed, insideOf } from "./inside.ts";

setWorkerUrl(URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" })));
void insideOf("whoholds-data").then((payload) => new App(insideFeed(payload)).start());
